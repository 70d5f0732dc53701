"""What may be done about disruption and stranded trains."""

from enum import StrEnum


class CanDisruption(StrEnum):
    VIEW = "disruption.view"
    DECIDE = "disruption.decide"
    WATCH = "disruption.watch"  # of the clock
