"""What a position of a caller is, when it can be believed, and what must be said of it."""

from lineside.whereabouts.rules.aml import (
    Unreadable,
    fix_in_form,
    fix_in_text,
    is_aml,
    is_hmac_right,
    unpacked,
)
from lineside.whereabouts.rules.fixes import (
    AML,
    EISEC,
    ENQUIRED_AT,
    SIP,
    FixCame,
    check_fix,
    its_call_began,
    may_be_before_its_call,
    round_due,
    said_of,
    unclaimed_at,
)

__all__ = [
    "AML",
    "EISEC",
    "ENQUIRED_AT",
    "SIP",
    "FixCame",
    "Unreadable",
    "check_fix",
    "fix_in_form",
    "fix_in_text",
    "is_aml",
    "is_hmac_right",
    "its_call_began",
    "may_be_before_its_call",
    "round_due",
    "said_of",
    "unclaimed_at",
    "unpacked",
]
