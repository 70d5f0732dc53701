"""Rules of disruption: what proposes a level, and the clock of a stranded train. No database here."""

from lineside.disruption.rules.levels import (
    NONE,
    Proposed,
    check_decision,
    check_words,
    decided_line,
    propose,
    table,
)
from lineside.disruption.rules.stranded import (
    HOLD,
    Threshold,
    check_conditions,
    check_name,
    check_outcome,
    check_people,
    check_since,
    edition_named,
    next_due,
    reached,
    reached_line,
    thresholds,
)

__all__ = [
    "HOLD",
    "NONE",
    "Proposed",
    "Threshold",
    "check_conditions",
    "check_decision",
    "check_name",
    "check_outcome",
    "check_people",
    "check_since",
    "check_words",
    "decided_line",
    "edition_named",
    "next_due",
    "propose",
    "reached",
    "reached_line",
    "table",
    "thresholds",
]
