"""What may be done at the switchboard."""

from enum import StrEnum


class CanSwitchboard(StrEnum):
    ASK = "switchboard.ask"  # a switch: whom to ring for a call
    LISTEN = "switchboard.listen"  # a supervisor: on somebody's call
    CONNECT = "switchboard.connect"  # a switch: claims who is to be let on a call, and tells what became of it
