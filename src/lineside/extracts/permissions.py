"""What may be done with extracts."""

from enum import StrEnum


class CanExtract(StrEnum):
    MOVE_IN = "extracts.move_in"
