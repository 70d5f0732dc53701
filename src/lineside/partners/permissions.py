"""What may be done with partner agencies."""

from enum import StrEnum


class CanPartner(StrEnum):
    VIEW = "partners.view"
    WORK = "partners.work"
    CARRY = "partners.carry"  # the machine that takes messages in and out
    WATCH = "partners.watch"  # the clock that raises the task to ring
