"""What may be done to accounts and clients."""

from enum import StrEnum


class CanAccess(StrEnum):
    MANAGE = "access.manage"
    SIGN_IN = "access.sign_in"
