"""Grading: the grade follows the risk, never who is free."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lineside.incidents.rules.codes import Grade
from lineside.incidents.rules.opening import check_text
from lineside.incidents.rules.states import ENDED
from lineside.kernel.errors import NotPermitted, RuleBroken

LONGEST_REASON = 2000


# Not graded yet comes first: nobody has judged its risk.
BY_URGENCY = ("", *"IPSRCE")


def urgency(grade: str) -> int:
    """The place of a grade on a board, the most urgent at 0; one that is not known counts as not graded."""
    return BY_URGENCY.index(grade) if grade in BY_URGENCY else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """A grade as it is asked for; `assessment_id` names the THRIVE that was made for it."""

    grade: str
    reason: str = ""
    assessment_id: UUID | None = None
    may_lower_immediate: bool = False


def check_grading(asked: Grading, *, was: Grade | None, now: Grade | None, state: str, is_assessed: bool) -> Grade:
    """control_room.md c.2 guards 1 and 4: THRIVE comes before a grade, and afresh before a lower one."""
    if now is None:
        raise RuleBroken("That is not a grade in force.", "grade")
    if state in ENDED:
        raise RuleBroken("A closed incident keeps its grade; reopen it first.", "grade")
    if asked.reason.strip():
        check_text(asked.reason, "reason", LONGEST_REASON)
    if not is_assessed and asked.assessment_id is None:
        raise RuleBroken("Assess it first: THRIVE comes before a grade.", "grade")
    if was and now.rank > was.rank:
        _check_lowering(asked, was)
    return now


def _check_lowering(asked: Grading, was: Grade) -> None:
    if not asked.reason.strip():
        raise RuleBroken("Say why the grade is being lowered.", "reason")
    check_may_lower(was, may_lower_immediate=asked.may_lower_immediate)
    if asked.assessment_id is None:
        raise RuleBroken("A lower grade needs a fresh THRIVE; answer it again with the new grade.", "grade")


def check_may_lower(was: Grade, *, may_lower_immediate: bool) -> None:
    """Guard 4: out of Immediate only by a supervisor."""
    if was.code == "I" and not may_lower_immediate:
        raise NotPermitted("Only a supervisor may lower an Immediate; ask for a re-grade.", "grade")


def deadline(first_contact_at: datetime, within: timedelta | None) -> datetime | None:
    # The clock runs from the first contact, so a late upgrade can be overdue at once.
    return first_contact_at + within if within else None
