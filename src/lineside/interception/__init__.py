"""Interception: where a train is met by police, who meets it, what its control was asked, and when that slips.

Owns each plan, what was asked of a control or guard with its answer, and the alarms of a plan that no longer holds.
Announces PlanChanged. It proposes calls and units with their reasons; a person chooses. It writes what
was decided into the log of the incident, and does not send units: dispatch does.
"""
