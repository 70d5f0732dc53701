"""What may be done with calls out."""

from enum import StrEnum


class CanCallOut(StrEnum):
    PLACE = "callouts.place"
    DIAL = "callouts.dial"  # the gateway: claims a call and tells what became of it
