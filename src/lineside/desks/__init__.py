"""Desks: the screens people work at all shift.

Owns no data: it arranges the rooms' rows and calls their commands. It renders each live row once for every change, and
knows how the command line of a log is read. It does not know how rows travel to the browsers.
"""
