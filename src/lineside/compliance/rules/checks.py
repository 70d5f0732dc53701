"""The tests as dated data, and how plain facts are judged by them. No database.

A test names the facts that must hold for it to ask about a record, and those that then make a finding; `!` before a
fact asks that it does not hold. The same terms are read here one by one and compiled for many records at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
INCIDENT, CRIME, CONTACT = "incident", "crime", "contact"
GRAVITIES = {"grave": "grave", "serious": "serious", "minor": "minor"}  # the gravest first
OPEN, EXPLAINED, PUT_RIGHT, DISMISSED = "open", "explained", "put_right", "dismissed"
STATES = {OPEN: "open", EXPLAINED: "explained", PUT_RIGHT: "put right", DISMISSED: "dismissed"}
STANDS = (OPEN, EXPLAINED)  # it is still so
LONGEST_WORDS, SHORTEST_WORDS = 2000, 10
NAME = re.compile(r"[a-z][a-z_]{1,39}")
FACTS = {
    INCIDENT: frozenset(
        (
            "is_due",
            "is_closed",
            "is_cancelled",
            "is_transferred",
            "is_asb",
            "is_contact_record",
            "is_duplicate",
            "is_crime_closing",
            "may_be_crime",
            "tells_crime",
            "has_crime",
            "is_decided",
            "is_decided_late",
            "is_reporter_told",
            "is_barred",
            "has_main",
            "has_result",
        )
    ),
    CRIME: frozenset(
        (
            "is_late",
            "has_late_reason",
            "is_live",
            "tells_other_class",
            "is_reclassified",
            "has_class_reasons",
            "is_victims",
            "has_outcome",
            "is_outcome_told",
            "must_tell_first",
            "is_told_first",
            "has_victim",
            "is_right_missed",
            "needs_avi",
            "has_avi",
            "needs_independence",
            "is_own_cancelling",
        )
    ),
    CONTACT: frozenset(
        (
            "is_resolved",
            "tells_crime",
            "is_linked",
        )
    ),
}
Facts = Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One test, with the paragraph that it stands on."""

    code: str
    subject: str
    gravity: str
    title: str
    paragraph: str
    applies: tuple[str, ...]
    fails: tuple[str, ...]
    because: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """Words in a crime's own text that speak for another class."""

    code: str
    classes: tuple[str, ...]
    words: str
    unless: str
    meant: str
    because: str
    paragraph: str


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def number(code: str, on: date) -> int:
    return int(table("bounds", on).by_code[code]["number"])


def words_for(code: str, on: date) -> list[str]:
    """The codes or lines that stand for what a test asks about."""
    return list(table("reading", on).by_code[code]["words"])


def checks(on: date, subject: str = "") -> tuple[Check, ...]:
    found = (_check(row) for row in table("checks", on).rows)
    return tuple(each for each in found if subject in ("", each.subject))


def check_of(code: str, on: date) -> Check:
    """A test in force; one that is not asked any more is told by its code alone."""
    row = table("checks", on).by_code.get(code)
    return _check(row) if row else _gone(code)


def traps(on: date) -> tuple[Trap, ...]:
    return tuple(Trap(**{**row, "classes": tuple(row["classes"])}) for row in table("class_traps", on).rows)


def trap_of(code: str, on: date) -> Trap | None:
    return next((each for each in traps(on) if each.code == code), None)


def whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def trap_in(offence_class: str, text: str, on: date) -> Trap | None:
    """The first trap that this crime's own text falls into."""
    for each in traps(on):
        if offence_class in each.classes and _holds_words(each, text):
            return each
    return None


def _holds_words(trap: Trap, text: str) -> bool:
    return bool(whole_words(trap.words).search(text)) and not whole_words(trap.unless).search(text)


def holds(terms: Iterable[str], facts: Facts) -> bool:
    return all(facts[term.removeprefix("!")] is not term.startswith("!") for term in terms)


def judge(subject: str, facts: Facts, on: date) -> tuple[list[str], list[str]]:
    """Which tests ask about a record of these facts, and which of them it fails."""
    asked = [each for each in checks(on, subject) if holds(each.applies, facts)]
    return [each.code for each in asked], [each.code for each in asked if holds(each.fails, facts)]


def check_words(text: str, missing: str) -> str:
    said = text.strip()
    if len(said) < SHORTEST_WORDS:
        raise RuleBroken(missing, "words")
    if len(said) > LONGEST_WORDS:
        raise RuleBroken(f"Keep it to {LONGEST_WORDS} characters; this has {len(said)}.", "words")
    return said


def check_stands(state: str) -> None:
    if state not in STANDS:
        raise RuleBroken(f"It is {STATES[state]} already; nothing more is to be said of it.")


def _check(row: Mapping[str, Any]) -> Check:
    return Check(**{**row, "applies": tuple(row["applies"]), "fails": tuple(row["fails"])})


def _gone(code: str) -> Check:
    return Check(
        code=code,
        subject="",
        gravity="minor",
        title=code.replace("_", " "),
        paragraph="",
        applies=(),
        fails=(),
        because="This is not tested any more.",
        mend="",
    )
