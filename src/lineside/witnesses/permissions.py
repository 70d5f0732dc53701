"""What may be done about warning witnesses."""

from enum import StrEnum


class CanWarn(StrEnum):
    VIEW = "witnesses.view"
    WARN = "witnesses.warn"
