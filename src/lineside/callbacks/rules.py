"""Ringing somebody back: what must be known, how often and when it is tried, what ends it. No database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, editions, in_force

DATA = Path(__file__).parent / "data"
DUE, DONE, NOT_REACHED, OPTED_OUT, WITHDRAWN = "due", "done", "not_reached", "opted_out", "withdrawn"
STATES = {
    DUE: "due",
    DONE: "done",
    NOT_REACHED: "not reached",
    OPTED_OUT: "they want no such calls",
    WITHDRAWN: "withdrawn",
}
ROLES = {"victim": "victim", "witness": "witness", "caller": "caller"}
NUMBER = re.compile(r"\+?[0-9]{3,15}")
LONGEST_NAME, LONGEST_WORDS, LONGEST_TOLD = 120, 500, 2000
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackFacts:
    """Whom to ring, why and by when; for one contact, log or crime."""

    name: str
    number: str
    why: str
    due_by: datetime
    kind: str
    role: str
    contact_id: UUID | None = None
    incident_id: UUID | None = None
    crime_id: UUID | None = None


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def kind_of(kind: str, edition: str) -> dict[str, Any]:
    """As it was when the call-back was asked for."""
    found = next(each for each in editions(DATA / "kinds") if each.edition == edition)
    return found.by_code[kind]


def check_facts(facts: CallBackFacts, at: datetime) -> CallBackFacts:
    subjects = [each for each in (facts.contact_id, facts.incident_id, facts.crime_id) if each]
    if len(subjects) != 1:
        raise RuleBroken("A call-back is for one contact, one log or one crime; ask for it there.")
    if facts.kind not in table("kinds", at.astimezone(UK).date()).by_code:
        raise RuleBroken("Say what the call is for; choose from the list.", "kind")
    if facts.role not in ROLES:
        raise RuleBroken("Say whether it is a victim, a witness or the caller.", "role")
    if facts.due_by <= at:
        raise RuleBroken("Give a time to come.", "due_by")
    return CallBackFacts(
        name=said(facts.name, "name", LONGEST_NAME, "Give the name of whom to ring."),
        number=check_number(facts.number),
        why=said(facts.why, "why", LONGEST_WORDS, "Say why they are rung."),
        due_by=facts.due_by,
        kind=facts.kind,
        role=facts.role,
        contact_id=facts.contact_id,
        incident_id=facts.incident_id,
        crime_id=facts.crime_id,
    )


def check_number(number: str) -> str:
    """The number as it is dialled and compared."""
    digits = re.sub(r"^(\+44|0044)0", r"\1", re.sub(r"[\s().-]", "", number))
    if not NUMBER.fullmatch(digits) or not digits.isascii():
        raise RuleBroken("That is no number that can be dialled: 3 to 15 digits, with + before them or not.", "number")
    return digits


def check_opt_out(kind: Mapping[str, Any], *, is_opted_out: bool) -> None:
    if kind["is_routine"] and is_opted_out:
        raise RuleBroken("They said that they want no such calls; that holds for good.", "number")


def check_attempt(state: str, not_before: datetime | None, at: datetime, *, is_ringing: bool) -> None:
    if state != DUE:
        raise RuleBroken("This call-back has ended; nobody needs to ring.")
    if is_ringing:
        raise RuleBroken("Somebody rings them now; say what became of that call first.")
    if not_before and at < not_before:
        raise RuleBroken(f"They were rung lately; not again before {not_before.astimezone(UK):%d %b %H:%M}.")


def outcome_row(code: str, on: date) -> dict[str, Any]:
    row = table("outcomes", on).by_code.get(code)
    if row is None:
        raise RuleBroken("Say what became of the call; choose from the list.", "outcome")
    return row


def check_end(outcome: str, words: str, *, only_set_words: bool, on: date) -> tuple[dict[str, Any], str]:
    row = outcome_row(outcome, on)
    if outcome == "voicemail" and not only_set_words:
        raise RuleBroken(
            "Say that only the set words were left; if more was said, tell a supervisor.", "only_set_words"
        )
    return row, said(words, "words", LONGEST_WORDS, "Say it in a few words." if row["needs_words"] else "")


def check_answers(
    kind: Mapping[str, Any], answers: Mapping[str, str], told: str, on: date
) -> tuple[dict[str, str], str]:
    """A call to ask how it was has every question answered; one for more has what was learnt."""
    questions = table("questionnaires", on).by_code if kind["asks"] else {}
    if strange := [code for code in answers if code not in questions]:
        raise RuleBroken(f"{str(strange[0])[:40]!r} is not asked in this call.", "answers")
    for code, row in questions.items():
        if answers.get(code, "") not in dict(row["answers"]):
            raise RuleBroken(f"Answer {row['label']!r}; that they would rather not say is one too.", "answers")
    missing = "" if kind["asks"] else "Write what they said."
    return {code: answers[code] for code in questions}, said(told, "told", LONGEST_TOLD, missing, is_one_line=False)


def proposed(heard: str, on: date) -> str:
    """What the switch heard, as an outcome; who rang has the last word."""
    return next((row["code"] for row in table("outcomes", on).rows if heard in row["heard"]), "")


def standing(due_by: datetime, at: datetime) -> str:
    return "overdue" if at >= due_by else "soon" if due_by - at <= SOON else "in time"


def said(text: str, field: str, longest: int, missing: str = "", *, is_one_line: bool = True) -> str:
    words = " ".join(text.split()) if is_one_line else text.strip()
    if missing and not words:
        raise RuleBroken(missing, field)
    if len(words) > longest:
        raise RuleBroken(f"Keep it to {longest} characters; this has {len(words)}.", field)
    return words
