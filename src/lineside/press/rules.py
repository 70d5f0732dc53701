"""Press enquiries: what is written down, who is on duty, how one ends. No database."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
OPEN, PASSED, CLOSED = "open", "passed", "closed"
STATES = {OPEN: "nobody has it yet", PASSED: "with the press officer", CLOSED: "closed"}
LONGEST = {
    "outlet": 120,
    "journalist": 120,
    "reached_by": 200,
    "asks": 4000,
    "words": 4000,
    "name": 120,
    "cleared_by": 120,
}
LONGEST_DUTY = timedelta(hours=24)
SOON = timedelta(minutes=30)
NUMBER = re.compile(r"\+?[0-9]{3,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryFacts:
    """What a journalist asks."""

    outlet: str
    journalist: str
    reached_by: str
    asks: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts:
    """A press officer's duty."""

    name: str
    number: str
    begins_at: datetime
    ends_at: datetime


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def outcome_row(code: str, on: date) -> dict[str, Any]:
    row = table("outcomes", on).by_code.get(code)
    if row is None:
        raise RuleBroken("Say how it ended; choose from the list.", "outcome")
    return row


def check_enquiry(asked: EnquiryFacts) -> EnquiryFacts:
    return EnquiryFacts(
        outlet=_said(asked.outlet, "outlet", "Say for whom they write."),
        journalist=_said(asked.journalist, "journalist", "Give the journalist's name."),
        reached_by=_said(asked.reached_by, "reached_by", "Say how they are reached: a number or an address."),
        asks=_said(asked.asks, "asks", "Write down what they ask."),
        answer_by=asked.answer_by,
    )


def check_duty(duty: DutyFacts, others: list[tuple[datetime, datetime]]) -> DutyFacts:
    """One press officer at a time, so that nobody has to ask who it is."""
    number = re.sub(r"[\s().-]", "", duty.number)
    if not NUMBER.fullmatch(number) or not number.isascii():
        raise RuleBroken("Give the number on which they are rung: 3 to 15 digits.", "number")
    if not timedelta(0) < duty.ends_at - duty.begins_at <= LONGEST_DUTY:
        raise RuleBroken("A duty ends after it begins, and within 24 hours.", "ends_at")
    if any(begins < duty.ends_at and duty.begins_at < ends for begins, ends in others):
        raise RuleBroken("Another press officer is on duty in that time; give other hours.", "begins_at")
    name = _said(duty.name, "name", "Name the press officer.")
    return DutyFacts(name=name, number=number, begins_at=duty.begins_at, ends_at=duty.ends_at)


def check_ending_duty(ends_at: datetime, reason: str, at: datetime) -> None:
    if ends_at <= at:
        raise RuleBroken("This duty has ended.")
    if not reason.strip():
        raise RuleBroken("Say why it ends before its time.", "reason")


def check_passing(state: str, officer: str) -> None:
    if state == CLOSED:
        raise RuleBroken("This enquiry is closed.")
    if not officer:
        raise RuleBroken("No press officer is on duty now; say who is on duty, or ring the force duty officer.")


def check_words(state: str, words: str, cleared_by: str) -> tuple[str, str]:
    """Nothing is said to the press that nobody has cleared."""
    if state == CLOSED:
        raise RuleBroken("This enquiry is closed.")
    said = _said(words, "words", "Write down what was said, word by word.")
    return said, _said(cleared_by, "cleared_by", "Say who cleared it; nothing goes to the press without.")


def check_closing(state: str, outcome: str, times_said: int, on: date) -> None:
    if state == CLOSED:
        raise RuleBroken("This enquiry is closed already.")
    if outcome_row(outcome, on)["needs_said"] and not times_said:
        raise RuleBroken("Write down first what was said to them, and who cleared it.", "outcome")


def standing(answer_by: datetime, at: datetime) -> str:
    return "overdue" if at >= answer_by else "soon" if answer_by - at <= SOON else "in time"


def _said(text: str, field: str, missing: str) -> str:
    said = text.strip() if field in ("asks", "words") else " ".join(text.split())
    if not said:
        raise RuleBroken(missing, field)
    if len(said) > LONGEST[field]:
        raise RuleBroken(f"Keep it to {LONGEST[field]} characters; this has {len(said)}.", field)
    return said
