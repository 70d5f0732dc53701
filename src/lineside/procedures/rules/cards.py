"""Which action card fits an incident and why, when a step is due, what may be ticked and what closing waits for.

Source: control_room.md c.2 ("SOP / action cards") and e.5; cards, thresholds and minutes are of their editions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
OPEN, DONE, SKIPPED, OFF = "open", "done", "skipped", "off"
INFORMATION, TASK, DECISION, REMARK = "information", "task", "decision", "remark"
KINDS = (INFORMATION, TASK, DECISION, REMARK)
NEEDS_WORDS = {DECISION: "Write what was decided and why.", REMARK: "Write the remark."}
TAKEN = "taken"  # a timer that runs from when the card was taken on
URGENCY = "IPSRCE"
LONGEST, SHORTEST = 500, 5
MOST_PEOPLE, MOST_MINUTES = 100_000, 100_000
OF_A_TRAIN = re.compile(r"\b(?:trains?|carriages?|coach(?:es)?|on board|aboard)\b", re.IGNORECASE)
TURNED = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What of an incident tells which card fits; None where nobody has said how many or how long."""

    opening_code: str
    opening_label: str = ""
    nsir: str = ""
    qualifiers: tuple[str, ...] = ()
    grade: str = ""
    summary: str = ""
    headcode: str = ""
    people: int | None = None
    delay_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A card that fits, and why; `is_always` attaches by itself."""

    code: str
    label: str
    why: str
    is_always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step of a card as its edition has it; `due` is in minutes."""

    code: str
    order: int
    kind: str
    is_mandatory: bool
    due: int | None
    after: str
    ring: str
    opens: str
    text: str


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def cards(on: date) -> Mapping[str, dict[str, Any]]:
    return table("action_cards", on).by_code


def card(code: str, on: date) -> dict[str, Any]:
    found = cards(on).get(code.strip().upper())
    if found is None:
        raise RuleBroken("There is no action card of that name; choose one from the list.", "code")
    return found


@cache
def steps(code: str, on: date) -> tuple[StepRow, ...]:
    """The steps of a card in their order."""
    rows = [row for row in table("card_steps", on).rows if row["card"] == code]
    return tuple(
        StepRow(
            code=row["code"],
            order=number,
            kind=row["kind"],
            is_mandatory=row["must"] == "yes",
            due=int(row["due"]) if row["due"] else None,
            after=row["after"],
            ring=row["ring"],
            opens=row["opens"],
            text=row["text"],
        )
        for number, row in enumerate(rows, start=1)
    )


def contact_list(on: date) -> Mapping[str, dict[str, Any]]:
    """Whom a step may have rung: label and number by code."""
    return table("contact_list", on).by_code


def proposals(known: Known, on: date) -> tuple[Proposal, ...]:
    """Every card that fits, in the order of the edition."""
    found = ((row, _why(known, row)) for row in cards(on).values())
    return tuple(
        Proposal(code=row["code"], label=row["label"], why=why, is_always=bool(row.get("always")))
        for row, why in found
        if why
    )


def _why(known: Known, row: Mapping[str, Any]) -> str:
    """The reasons in words; nothing where the card does not fit."""
    begun, reached = _signs(known, row), _thresholds(known, row)
    return "; ".join([*begun, *reached]) if begun and reached is not None else ""


def _signs(known: Known, row: Mapping[str, Any]) -> list[str]:
    """Any one of these is enough."""
    signs = []
    if known.opening_code in row.get("codes", ()):
        signs.append(f"opened as {known.opening_label or known.opening_code}")
    if known.nsir in row.get("nsir", ()):
        signs.append(f"category {known.nsir}")
    signs += [f"marked {each.replace('_', ' ')}" for each in known.qualifiers if each in row.get("qualifiers", ())]
    said = re.search(rf"\b(?:{row['words']})\b", known.summary, re.IGNORECASE) if row.get("words") else None
    return [*signs, f"the summary says “{said.group(0)[:40]}”"] if said else signs


def _thresholds(known: Known, row: Mapping[str, Any]) -> list[str] | None:
    """Each that the card gives must be reached; None where one is not, or is not known."""
    reached = []
    for asked, words in (
        (row.get("grade"), _graded(known, str(row.get("grade", "")))),
        (row.get("people"), _at_least(known.people, row.get("people", 0), "people")),
        (row.get("delay"), _at_least(known.delay_minutes, row.get("delay", 0), "minutes of delay")),
        (row.get("on_train"), _on_train(known)),
    ):
        if asked and not words:
            return None
        reached += [words] if asked else []
    return reached


def _graded(known: Known, least: str) -> str:
    is_reached = bool(known.grade and least) and URGENCY.find(known.grade) <= URGENCY.find(least)
    return f"graded {known.grade}" if is_reached else ""


def _at_least(known: int | None, least: int, what: str) -> str:
    return f"{known} {what}" if known is not None and known >= least else ""


def _on_train(known: Known) -> str:
    if known.headcode:
        return f"train {known.headcode}"
    return "the words tell of a train" if OF_A_TRAIN.search(known.summary) else ""


def due_at(
    due: int | None, after: str, *, opened_at: datetime, taken_at: datetime, ended: Mapping[str, datetime]
) -> datetime | None:
    """When a step is due, counted from the opening, from when the card was taken on, or from another step.

    None while that other step is still open, and for a step without a timer.
    """
    if due is None:
        return None
    begins = opened_at if not after else taken_at if after == TAKEN else ended.get(after)
    return begins + timedelta(minutes=due) if begins else None


def check_open(state: str, by: str, at: str) -> None:
    """A step is ticked once: who comes second is told who was first."""
    if state == DONE:
        raise RuleBroken(f"{by} has done this step already, at {at}.")
    if state == SKIPPED:
        raise RuleBroken(f"{by} has skipped this step already, at {at}; write a line if it was done after all.")
    if state == OFF:
        raise RuleBroken("This card was taken off; take it on again first.")


def check_done(kind: str, words: str) -> str:
    """What was done; a decision and a remark are nothing without their words."""
    kept = said(words, "words", shortest=0)
    if kind in NEEDS_WORDS and len(kept) < SHORTEST:
        raise RuleBroken(NEEDS_WORDS[kind], "words")
    return kept


def said(words: str, field: str, *, shortest: int = SHORTEST, missing: str = "Write the reason.") -> str:
    """Words as they are kept, on one line."""
    kept = " ".join(words.split())
    if len(kept) > LONGEST:
        raise RuleBroken(f"Keep this to {LONGEST} characters; it has {len(kept)}.", field)
    if any(ord(letter) < ord(" ") or letter in TURNED for letter in kept):
        raise RuleBroken("There is a control character in this; take it out.", field)
    if len(kept) < shortest:
        raise RuleBroken(missing, field)
    return kept


def check_scale(people: int | None, delay_minutes: int | None) -> None:
    for number, most, field in ((people, MOST_PEOPLE, "people"), (delay_minutes, MOST_MINUTES, "delay_minutes")):
        if number is not None and not 0 <= number <= most:
            raise RuleBroken(f"Give a number from 0 to {most}.", field)
    if people is None and delay_minutes is None:
        raise RuleBroken("Say how many people or how many minutes of delay.", "people")


def holds_closing(among: Iterable[tuple[bool, str]]) -> int:
    """Of steps as (mandatory, state): how many keep the incident from closing."""
    return sum(1 for is_mandatory, state in among if is_mandatory and state == OPEN)


def line_of(label: str, number: int, text: str, state: str, words: str) -> str:
    """The stamp on the log."""
    how = {DONE: "done", SKIPPED: "skipped"}[state]
    return f"Card {label}, step {number} {how}: {text}" + (f". {words}" if words else "")


def off_line(label: str, undone: int, why: str) -> str:
    """The stamp of a card that is taken off; that mandatory steps were not done is said."""
    left = f", {undone} mandatory {'step' if undone == 1 else 'steps'} not done" if undone else ""
    return f"Card {label} taken off{left}: {why}"
