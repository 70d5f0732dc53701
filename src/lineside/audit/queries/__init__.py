"""The trail as it is read, and the chain over it as it stands."""

from lineside.audit.queries.seals import SEALED_WITHIN, Sealed, held_up, in_no_month, sealed, verify, verify_table
from lineside.audit.queries.trail import (
    KINDS,
    TrailRow,
    Wanted,
    asked_for,
    copy_of,
    newest,
    trail_page,
    within_patience,
)

__all__ = [
    "KINDS",
    "SEALED_WITHIN",
    "Sealed",
    "TrailRow",
    "Wanted",
    "asked_for",
    "copy_of",
    "held_up",
    "in_no_month",
    "newest",
    "sealed",
    "trail_page",
    "verify",
    "verify_table",
    "within_patience",
]
