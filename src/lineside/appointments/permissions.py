"""What may be done about appointments."""

from enum import StrEnum


class CanAppoint(StrEnum):
    VIEW = "appointments.view"
    WORK = "appointments.work"
    WATCH = "appointments.watch"  # of the clock
