"""What may be done about alerts."""

from enum import StrEnum


class CanAlert(StrEnum):
    VIEW = "alerts.view"
    WORK = "alerts.work"
    SEND = "alerts.send"  # the machine of a feed: its own alerts, and what became of them
