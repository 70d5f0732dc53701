"""What may be done about sickness."""

from enum import StrEnum


class CanSickness(StrEnum):
    VIEW = "sickness.view"
    REPORT = "sickness.report"
    READ_SEALED = "sickness.read_sealed"  # why somebody is sick; held by few
    WORK = "sickness.work"
    DELIVER = "sickness.deliver"  # the gateway to the HR system
