"""Sickness: who of the force is absent sick, from when to when, and that the HR system was told of it.

Owns absences and the notices that tell the HR system of their beginning and end, each told once. Why somebody is sick
is health data (UK GDPR article 9): it is kept encrypted, read only with a right of its own and for a reason that goes
on record, stands in no contact, no event and no audit line, and is erased as soon as the HR system has it. Announces
AbsenceChanged. It does not know how the HR system is spoken to.
"""
