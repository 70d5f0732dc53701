"""What may be done at a desk that takes contacts."""

from enum import StrEnum


class CanQueue(StrEnum):
    VIEW = "queues.view"
    SIT = "queues.sit"
    DIRECT = "queues.direct"  # a supervisor: surge, and help for others
