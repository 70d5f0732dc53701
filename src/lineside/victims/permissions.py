"""What may be done about victims."""

from enum import StrEnum


class CanVictim(StrEnum):
    VIEW = "victims.view"
    CARE = "victims.care"
    STEP = "victims.step"  # what happened in the case, which starts clocks
    WATCH = "victims.watch"  # our own clock, and the reactions to news of crimes
