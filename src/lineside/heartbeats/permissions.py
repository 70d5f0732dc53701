"""What may be done with heartbeats."""

from enum import StrEnum


class CanHeartbeat(StrEnum):
    VIEW = "heartbeats.view"
    RECORD = "heartbeats.record"
    RETIRE = "heartbeats.retire"
