"""What may be done about handovers."""

from enum import StrEnum


class CanHandOver(StrEnum):
    VIEW = "handovers.view"
    GIVE = "handovers.give"
