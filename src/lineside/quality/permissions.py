"""What may be done about the quality of contacts."""

from enum import StrEnum


class CanQuality(StrEnum):
    OWN = "quality.own"  # one's own results, and to answer them
    VIEW = "quality.view"  # the list, without anybody's marks
    SCORE = "quality.score"
    MODERATE = "quality.moderate"
    LEAD = "quality.lead"  # draws, takes by hand, reads results
