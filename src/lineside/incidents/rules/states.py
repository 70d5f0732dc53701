"""The states of an incident and what moves it from one to another (control_room.md c.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.kernel.errors import RuleBroken

ENDED = frozenset({"closed", "duplicate", "transferred", "cancelled"})
# Attendance only moves forward; a second unit does not take the incident back.
STAGES = ("open", "graded", "queued", "assigned", "mobile", "on_scene", "resulted")
DEFERRED, REVIEW = "deferred", "review"
LONGEST_DEFERRAL = timedelta(hours=72)  # the longest target of any grade: R is finished within 72 hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferral:
    """What deferring looks at."""

    state: str
    grade: str
    until: datetime
    attend_by: datetime | None
    has_units: bool


def state_after(state: str, stage: str, *, is_graded: bool = True) -> str:
    """Attendance moves an incident forward only; a cleared unit moves nothing by itself.

    Guard 1 of control_room.md c.2: nothing leaves OPEN before it is assessed and graded, whoever is there already.
    """
    if state == "open" and not is_graded:
        return state
    if state == REVIEW and stage == "resulted":
        return stage
    if stage not in STAGES or state not in (*STAGES, DEFERRED):
        return state
    # What was put off stands in the queue again as soon as anything is done about it.
    was = "queued" if state == DEFERRED else state
    return stage if STAGES.index(stage) > STAGES.index(was) else was


def state_caught_up(state: str, *, was_assigned: bool, was_at_scene: bool, has_result: bool) -> str:
    """Where an incident stands that has just been graded: what was done about it while it was open counts."""
    reached = (("graded", True), ("assigned", was_assigned), ("on_scene", was_at_scene), ("resulted", has_result))
    for stage in (name for name, was in reached if was):
        state = state_after(state, stage)
    return state


def check_deferral(asked: Deferral, now: datetime) -> None:
    """An incident may wait on purpose, never longer than its grade lets it, and never while it is Immediate."""
    if asked.state in ENDED:
        raise RuleBroken("It is closed; reopen it first.")
    if asked.state == "open":
        raise RuleBroken("Assess and grade it before it is put off.", "grade")
    if asked.state in ("resulted", REVIEW):
        raise RuleBroken("It has a result already; close it, or send it for review.")
    if asked.has_units:
        raise RuleBroken("A unit is attached to it; clear the unit before it is put off.")
    if asked.grade == "I":
        raise RuleBroken("An Immediate is never put off; send a unit, or re-grade it after a fresh THRIVE.")
    _check_until(asked.until, asked.attend_by, now)


def _check_until(until: datetime, attend_by: datetime | None, now: datetime) -> None:
    if until <= now:
        raise RuleBroken("That time is past; say until when it waits.", "until")
    if until > now + LONGEST_DEFERRAL:
        raise RuleBroken("It can wait 72 hours at most; choose an earlier time.", "until")
    if attend_by and attend_by <= now:
        raise RuleBroken("Its attend by is past; send a unit, or re-grade it after a fresh THRIVE.", "until")
    if attend_by and until > attend_by:
        raise RuleBroken("It would be put off beyond its attend by; choose an earlier time.", "until")
