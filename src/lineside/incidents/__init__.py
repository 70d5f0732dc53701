"""Incidents: what is happening, where, how urgent, and the log of what was done about it.

Owns incidents, their append-only logs, links and closing holds. Announces IncidentOpened, IncidentGraded,
IncidentChanged, IncidentOffered, LogEntryAdded, IncidentClosed, IncidentReopened and ClosingHeld. It does not know
who is free to go, what was recorded as a crime or who rang: rooms above write down here what closing must wait for.
"""
