"""What may be done about promised updates."""

from enum import StrEnum


class CanPromise(StrEnum):
    VIEW = "promises.view"
    MAKE = "promises.make"
