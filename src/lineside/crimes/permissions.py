"""What may be done with crimes."""

from enum import StrEnum


class CanCrime(StrEnum):
    VIEW = "crimes.view"
    RECORD = "crimes.record"
    DECIDE_NONE = "crimes.decide_none"
    RECLASSIFY = "crimes.reclassify"  # for the force crime registrar and designated decision makers
    FINALISE = "crimes.finalise"  # give a crime its outcome
    TRANSFER = "crimes.transfer"
    CANCEL = "crimes.cancel"  # for the force crime registrar and designated decision makers
    MOVE_IN = "crimes.move_in"  # old crimes, by an import alone
    TELL = "crimes.tell"  # put down who is told before a decision, and that they were: for who cares for them
    REGISTER = "crimes.register"  # decide as a force crime registrar on the register of the College of Policing
