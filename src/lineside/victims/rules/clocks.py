"""Which rights an event opens, by when each is owed, and what becomes of it. No database here.

Victims' Code, rights 1 to 12: five working days, one for those with enhanced rights, two for the referral. The clock
runs from the event for the police and from when the Witness Care Unit hears for what a court decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lineside.kernel.clock import uk_day
from lineside.kernel.errors import RuleBroken
from lineside.victims.rules.tables import SCOTLAND, Row, chosen, right_of, rights, row_of
from lineside.victims.rules.words import reason, said
from lineside.workdays.queries import due_after

OPEN, DONE, ENDED, DECLINED = "open", "done", "ended", "declined"
STATES = {OPEN: "owed", DONE: "done", ENDED: "ended without being done", DECLINED: "not wanted by them"}
UPDATE = "update"
DEEDS = {
    "assess": "assess their needs",
    "refer": "refer them to a service, or write down their no",
    "plan": "agree the contact plan",
    "statement": "write down their answer about a statement",
    "stand": "say who stands for them",
    "complaint": "answer the complaint",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What of a victim decides on their clocks."""

    regime: str
    standing: str
    is_enhanced: bool
    opted_out: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A right that has been opened, and by when."""

    code: str
    from_at: datetime
    due_at: datetime


REVIEW = "review"


def step_after(outcome: str, on: date) -> str:
    """What an outcome is in the case of a victim; of one that the table does not know they are told, and no more."""
    row = row_of("after_outcomes", outcome, on)
    return str(row["step"]) if row else "outcome"


def stays_owed(code: str, on: date) -> bool:
    """Whether it is owed still when the crime has left the count."""
    return row_of("after_cancelling", code, on) is not None


def is_told_by_telling(code: str) -> bool:
    """That they were told of the decision beforehand tells nobody how to have it looked at again."""
    return code != REVIEW


def nation_of(regime: str) -> str:
    """Whose bank holidays count: those of the regime."""
    return "scotland" if regime == SCOTLAND else "england_wales"


def days_of(row: Row, *, is_enhanced: bool) -> int:
    return int(row["enhanced"] if is_enhanced else row["normal"])


def owed_after(trigger: str, about: About, at: datetime, report_at: datetime, on: date) -> list[Owed]:
    """What this event opens for this victim; a right they said no to stays closed unless it keeps them safe."""
    found = []
    for code, row in rights(about.regime, on).items():
        if trigger not in row["triggers"] or about.standing not in row["of"]:
            continue
        if row["right"] in about.opted_out and not row["safety"]:
            continue
        since = report_at if row["since"] == "report" else at
        days = days_of(row, is_enhanced=about.is_enhanced)
        found.append(Owed(code=code, from_at=since, due_at=due_after(since, days, nation_of(about.regime))))
    return found


def sooner(code: str, regime: str, due_at: datetime, decided_at: datetime, on: date) -> datetime:
    """Enhanced rights bring an open limit nearer, counted from the decision: nobody is late by a rule of today."""
    row = right_of(regime, code, on)
    if "enhanced" not in row:
        return due_at
    return min(due_at, due_after(decided_at, days_of(row, is_enhanced=True), nation_of(regime)))


def is_missed(due_at: datetime, at: datetime) -> bool:
    return at > due_at


def check_keeping(regime: str, code: str, how: str, words: str, on: date) -> tuple[Row, str]:
    """The way that was used and the words as kept; what is ended by a deed of its own is refused here."""
    way = chosen("ways", how, on, "how", "Say how they were told, or why it ends; choose from the list.")
    deed = right_of(regime, code, on)["deed"]
    if deed and way["keeps"]:
        raise RuleBroken(f"This is not ended by telling them: {DEEDS[deed]}.", "how")
    if way["keeps"]:
        return way, said(words, "words", "Say in a few words what they were told.")
    return way, reason(words, "words", "Say in a sentence what was tried, or why it is not owed.")


def check_step(code: str, words: str, at: datetime, now: datetime, report_at: datetime) -> str:
    """What happened in the case; a decision that ends something is told with its reason."""
    row = chosen("steps", code, uk_day(now), "step", "Say what happened; choose from the list.")
    if at > now:
        raise RuleBroken("That time is in the future; check it.", "at")
    if at < report_at.replace(second=0, microsecond=0):
        raise RuleBroken("That is before the first report of this crime; check it.", "at")
    if row["reason"]:
        return reason(words, "words", "Say why in a sentence: the victim is owed the reason.")
    return said(words, "words")
