"""Warning witnesses: what a request must say, what an attempt may end in, what a machine may be told. No database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
MAIL_KIND = "Witness warning"  # as the table of senders names mail of this kind
TO_CHECK, OPEN, CLOSED = "to_check", "open", "closed"
STATES = {TO_CHECK: "to be checked", OPEN: "open", CLOSED: "closed"}
MOST_WITNESSES = 40
SOON = timedelta(hours=1)
LONGEST = {"case_ref": 60, "court": 120, "name": 120, "needs": 300, "words": 500}
LABELS = {
    "case_ref": r"case(?: (?:ref(?:erence)?|number|no))?|urn",
    "court": r"court",
    "hearing": r"hearing|trial(?: date)?|date",
    "warn_by": r"warn(?:ed)? by|by|deadline",
    "witnesses": r"witness(?:es)?(?: \d+)?",
}
LINE = re.compile(r"^\s*(?P<label>[A-Za-z ]{2,24}\d{0,2})\s*:\s*(?P<said>\S.*?)\s*$")
NUMBER = re.compile(r"\+?[0-9]{3,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessFacts:
    """Somebody to be warned."""

    name: str
    number: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningFacts:
    """What the CJU asks for: nothing of the case but its reference."""

    case_ref: str
    court: str
    hearing: datetime
    warn_by: datetime
    witnesses: tuple[WitnessFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one witness, for the answer to the CJU."""

    name: str
    outcome: str
    words: str
    attempts: tuple[tuple[datetime, str], ...]  # when, and its outcome


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def outcome_row(code: str, on: date) -> dict[str, Any]:
    row = table("outcomes", on).by_code.get(code)
    if row is None:
        raise RuleBroken("Say what became of it; choose from the list.", "outcome")
    return row


def read_request(text: str) -> dict[str, str]:
    """What lines of a mail say, as it stands in the form; a person checks it. The first of a kind counts."""
    found: dict[str, str] = {}
    for line in text.splitlines()[:400]:
        match = LINE.match(line[:500])
        if match is None:
            continue
        for name, label in LABELS.items():
            if not re.fullmatch(label, match["label"].strip(), re.IGNORECASE):
                continue
            if name == "witnesses":
                found[name] = f"{found[name]}\n{match['said']}" if name in found else match["said"]
            else:
                found.setdefault(name, match["said"])
            break
    return found


def witnesses_typed(typed: str) -> tuple[WitnessFacts, ...]:
    """One witness a line: name; number; what they need. A comma does as well where a mail has it."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return tuple(_witness(line) for line in lines[: MOST_WITNESSES + 1])


def _witness(line: str) -> WitnessFacts:
    name, number, needs = ([part.strip() for part in line.split(";" if ";" in line else ",", 2)] + ["", ""])[:3]
    return WitnessFacts(name=name, number=number, needs=needs)


def check_request(asked: WarningFacts, at: datetime) -> WarningFacts:
    """The request as it is kept; one that cannot be worked is refused with what is missing."""
    case_ref, court = (
        _said(asked.case_ref, "case_ref", "Give the case's reference."),
        _said(asked.court, "court", "Name the court."),
    )
    if asked.hearing <= at:
        raise RuleBroken("That court day is over; ask the CJU for the new one.", "hearing")
    if asked.warn_by > asked.hearing:
        raise RuleBroken("Witnesses are warned before the court day; give an earlier time.", "warn_by")
    if not 1 <= len(asked.witnesses) <= MOST_WITNESSES:
        raise RuleBroken(f"Name the witnesses, one a line, {MOST_WITNESSES} at most.", "witnesses")
    people = tuple(
        WitnessFacts(
            name=_said(each.name, "witnesses", "Each line begins with the witness's name.", "name"),
            number=check_number(each.number) if each.number.strip() else "",
            needs=_short(each.needs, "witnesses", "needs"),
        )
        for each in asked.witnesses
    )
    return WarningFacts(case_ref=case_ref, court=court, hearing=asked.hearing, warn_by=asked.warn_by, witnesses=people)


def check_number(number: str) -> str:
    digits = re.sub(r"^(\+44|0044)0", r"\1", re.sub(r"[\s().-]", "", number))
    if not NUMBER.fullmatch(digits) or not digits.isascii():
        raise RuleBroken("A witness's number has 3 to 15 digits: write name; number; needs.", "witnesses")
    return digits


def check_attempt(state: str, outcome: str, number: str) -> None:
    """Nobody is rung before a person has checked the request, nor after the witness is settled."""
    if state != OPEN:
        raise RuleBroken("Check the request first; nobody is rung for one that is not checked, or that is closed.")
    if outcome:
        raise RuleBroken("This witness is settled; nobody needs to ring again.")
    if not number:
        raise RuleBroken("There is no number for this witness; hand it to a local unit for a visit.")


def check_end(outcome: str, words: str, *, only_set_words: bool, on: date) -> str:
    """What a call ended in; of a machine it is said that it heard the set words and nothing else."""
    row = outcome_row(outcome, on)
    if not row["by_call"]:
        raise RuleBroken("A call does not end in that; choose what became of the call.", "outcome")
    if outcome == "voicemail" and not only_set_words:
        raise RuleBroken(
            "Say that only the set words were left; if more was said, tell a supervisor.", "only_set_words"
        )
    return _words(row, words)


def check_settling(outcome: str, words: str, ended_attempts: int, on: date) -> str:
    """What is said at the desk without a call: handed over, or not reached although it was tried."""
    row = outcome_row(outcome, on)
    if row["by_call"]:
        raise RuleBroken("That is the end of a call; ring, and say it there.", "outcome")
    if outcome == "not_reached" and not ended_attempts:
        raise RuleBroken("Nobody has tried yet; ring at least once, or hand it to a local unit.", "outcome")
    return _words(row, words)


def check_closing(state: str, open_names: Sequence[str]) -> None:
    if state != OPEN:
        raise RuleBroken("Only a request that is open can be closed; check it first.")
    if open_names:
        raise RuleBroken(f"Not settled yet: {', '.join(open_names)[:200]}; say what became of each first.")


def machine_words(name: str, reference: str, on: date) -> str:
    """The exact words that may be left on an answering machine; anybody may hear them."""
    row = table("voicemail", on).by_code["machine"]
    words: str = row["text"]
    for key, value in {"number": row["number"], "reference": reference, "name": " ".join(name.split())}.items():
        words = words.replace(f"{{{key}}}", value)
    return words


def answer_to_cju(asked: WarningFacts, reference: str, told: Sequence[Told], words: str, on: date) -> str:
    """The answer from the template: every witness, what became of it, and each attempt with its time."""
    text: str = table("replies", on).by_code["closed"]["text"].strip()
    merged = {
        "reference": reference,
        "case": asked.case_ref,
        "court": asked.court,
        "hearing": f"{asked.hearing.astimezone(UK):%d %b %Y %H:%M}",
        "witnesses": "\n".join(_line(each, on) for each in told),
        "words": words.strip(),
    }
    # One pass, so that a brace in what was typed stays a brace.
    return re.sub(r"\{(\w+)\}", lambda found: merged.get(found[1], found[0]), text).strip()


def _line(told: Told, on: date) -> str:
    words = f" ({told.words})" if told.words else ""
    tried = "; ".join(f"{at.astimezone(UK):%d %b %H:%M} {outcome_row(code, on)['label']}" for at, code in told.attempts)
    return f"{told.name}: {outcome_row(told.outcome, on)['label']}{words}. Calls: {tried or 'none'}."


def standing(warn_by: datetime | None, at: datetime) -> str:
    """overdue, soon, in time; a request whose time is not known yet is to be looked at now."""
    if warn_by is None:
        return "soon"
    return "overdue" if at >= warn_by else "soon" if warn_by - at <= SOON else "in time"


def _words(row: dict[str, Any], words: str) -> str:
    said = _short(words, "words", "words")
    if row["needs_words"] and not said:
        raise RuleBroken("Say it in a few words; the CJU reads them.", "words")
    return said


def _said(text: str, field: str, missing: str, kind: str = "") -> str:
    said = _short(text, field, kind or field)
    if not said:
        raise RuleBroken(missing, field)
    return said


def _short(text: str, field: str, kind: str) -> str:
    said = " ".join(text.split())
    if len(said) > LONGEST[kind]:
        raise RuleBroken(f"Keep it to {LONGEST[kind]} characters; this has {len(said)}.", field)
    return said
