"""What may be done about compliance."""

from enum import StrEnum


class CanCompliance(StrEnum):
    VIEW = "compliance.view"  # findings, counts and samples
    WORK = "compliance.work"  # explain, put right, dismiss
    SWEEP = "compliance.sweep"
    DRAW = "compliance.draw"
    REVIEW = "compliance.review"  # a dip sample, as one of two or as the third
    JUDGE = "compliance.judge"  # for the room's own clock
