"""Who may send a report by the internal form."""

from enum import StrEnum


class CanInternal(StrEnum):
    REPORT = "internal.report"
