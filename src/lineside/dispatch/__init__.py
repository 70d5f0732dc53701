"""Dispatch: who can go, who was sent, and where they are.

Owns units, their states and deployments. Announces UnitChanged and UnitAssigned. It writes what units did into the
incident's log by the front door of incidents, and holds closing while a unit is attached.
"""
