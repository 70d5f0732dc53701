"""What may be done at the switchboard."""

from enum import StrEnum


class CanSwitchboard(StrEnum):
    ASK = "switchboard.ask"  # a switch: whom to ring for a call
