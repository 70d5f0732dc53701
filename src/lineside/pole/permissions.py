"""What may be done with the register."""

from enum import StrEnum


class CanPole(StrEnum):
    RECORD = "pole.record"
    LOOK_UP = "pole.look_up"
