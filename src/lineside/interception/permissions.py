"""What may be done about meeting a train."""

from enum import StrEnum


class CanIntercept(StrEnum):
    VIEW = "interception.view"
    PLAN = "interception.plan"
    WATCH = "interception.watch"  # of the clock
