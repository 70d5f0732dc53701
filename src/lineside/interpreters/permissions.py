"""What may be done about interpreters."""

from enum import StrEnum


class CanInterpret(StrEnum):
    VIEW = "interpreters.view"
    ASK = "interpreters.ask"
