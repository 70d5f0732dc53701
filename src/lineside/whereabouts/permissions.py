"""What may be done about where a caller is, beside taking in what gateways tell."""

from enum import StrEnum


class CanWhereabouts(StrEnum):
    ENQUIRE = "whereabouts.enquire"  # who a lost 999 caller is, asked of the operator within the hour
