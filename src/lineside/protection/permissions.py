"""What may be done about the protection of a line."""

from enum import StrEnum


class CanProtect(StrEnum):
    VIEW = "protection.view"
    WORK = "protection.work"
    ACCEPT_RISK = "protection.accept_risk"
