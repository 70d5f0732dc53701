"""What may be done about call-backs."""

from enum import StrEnum


class CanCallBack(StrEnum):
    VIEW = "callbacks.view"
    ASK = "callbacks.ask"
    RING = "callbacks.ring"
    RESULTS = "callbacks.results"  # what was answered, counted
