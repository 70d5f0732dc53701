"""What may be done with crimes."""

from enum import StrEnum


class CanCrime(StrEnum):
    VIEW = "crimes.view"
    RECORD = "crimes.record"
    DECIDE_NONE = "crimes.decide_none"
    RECLASSIFY = "crimes.reclassify"  # for the force crime registrar and designated decision makers
