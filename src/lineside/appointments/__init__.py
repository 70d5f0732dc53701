"""Appointments: the slot that was agreed with a caller for a scheduled log, the diary of them, and what became of each.

Owns each slot with who attends, where and when, its reminder, that it was missed, and what took its place. Announces
AppointmentChanged. It writes the slot down on the incident, whose target it then is, and what was promised at the
caller's contact; it sends nobody.
"""
