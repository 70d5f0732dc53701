"""What may be done with the press."""

from enum import StrEnum


class CanPress(StrEnum):
    VIEW = "press.view"
    TAKE = "press.take"  # write an enquiry down, pass it on, note what was said
    ROSTER = "press.roster"  # say which press officer is on duty
