"""What may be done about an officer's emergency."""

from enum import StrEnum


class CanOfficerEmergency(StrEnum):
    VIEW = "officer_emergencies.view"
    RAISE = "officer_emergencies.raise"
    ANSWER = "officer_emergencies.answer"
    SUPERVISE = "officer_emergencies.supervise"  # is told when nobody answers, whichever the area
    ESCALATE = "officer_emergencies.escalate"  # the clock
