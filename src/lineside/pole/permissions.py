"""What may be done with the register."""

from enum import StrEnum


class CanPole(StrEnum):
    RECORD = "pole.record"
    MOVE_IN = "pole.move_in"  # old records, by an import alone
    LOOK_UP = "pole.look_up"
    MARK = "pole.mark"
    KEEP_SAFE = "pole.keep_safe"  # rules of safe contact alone
    OVERRULE = "pole.overrule"  # reach somebody where it is not safe, with a reason
