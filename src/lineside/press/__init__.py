"""Press: what journalists ask, by when, who is the press officer on duty, and what was said to them.

Owns press duties, enquiries with their clocks, and each thing that was said with who cleared it. Announces
EnquiryChanged. It knows no incident: what may be told is for the press officer to find out and to clear.
"""
