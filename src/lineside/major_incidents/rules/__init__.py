"""The rules of major incidents: which contact is proposed, what counts, turns and decisions must say. No database."""

from lineside.major_incidents.rules.attaching import (
    AttachMode,
    Told,
    check_declining,
    check_mode,
    check_reasons,
    life_signs,
    why_attach,
)
from lineside.major_incidents.rules.cascade import (
    ANSWERS,
    COMING,
    ENDED_WITHOUT,
    NEXT,
    NOT_NEEDED,
    RUNG,
    TIMED_OUT,
    WAITING,
    answer_in_words,
    check_answer,
    due_after,
    turns_of,
)
from lineside.major_incidents.rules.decisions import PARTS, JointDecision, check_decision, decision_line
from lineside.major_incidents.rules.tote import (
    SECTIONS,
    check_count,
    check_due,
    count_in_words,
    lines_of,
)
from lineside.major_incidents.rules.words import said

__all__ = [
    "ANSWERS",
    "COMING",
    "ENDED_WITHOUT",
    "NEXT",
    "NOT_NEEDED",
    "PARTS",
    "RUNG",
    "SECTIONS",
    "TIMED_OUT",
    "WAITING",
    "AttachMode",
    "JointDecision",
    "Told",
    "answer_in_words",
    "check_answer",
    "check_count",
    "check_decision",
    "check_declining",
    "check_due",
    "check_mode",
    "check_reasons",
    "count_in_words",
    "decision_line",
    "due_after",
    "life_signs",
    "lines_of",
    "said",
    "turns_of",
    "why_attach",
]
