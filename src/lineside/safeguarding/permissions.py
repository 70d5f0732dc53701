"""What may be done about safeguarding."""

from enum import StrEnum


class CanSafeguard(StrEnum):
    VIEW = "safeguarding.view"
    REFER = "safeguarding.refer"
    WORK = "safeguarding.work"  # the safeguarding unit
