"""The trail as it is read, and the chain over it as it stands."""

from lineside.audit.queries.bundle import Bundle, bundle_of, named_apart
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
    "Bundle",
    "Sealed",
    "TrailRow",
    "Wanted",
    "asked_for",
    "bundle_of",
    "copy_of",
    "held_up",
    "in_no_month",
    "named_apart",
    "newest",
    "sealed",
    "trail_page",
    "verify",
    "verify_table",
    "within_patience",
]
