"""Every read of protections and fatalities."""

from lineside.protection.queries.fatalities import FatalityRow, class_choices, fatality, fatality_of, fatality_row
from lineside.protection.queries.parties import PartyWordRow, words_version
from lineside.protection.queries.rows import (
    Bar,
    ProtectionRow,
    bar,
    has_any,
    of_log,
    page,
    page_of_log,
    protection,
    protection_of_risk,
    register,
    row,
)
from lineside.protection.queries.telling import begun, control_of, level_choices, message_of, numbered, reason_choices

__all__ = [
    "Bar",
    "FatalityRow",
    "PartyWordRow",
    "ProtectionRow",
    "bar",
    "begun",
    "class_choices",
    "control_of",
    "fatality",
    "fatality_of",
    "fatality_row",
    "has_any",
    "level_choices",
    "message_of",
    "numbered",
    "of_log",
    "page",
    "page_of_log",
    "protection",
    "protection_of_risk",
    "reason_choices",
    "register",
    "row",
    "words_version",
]
