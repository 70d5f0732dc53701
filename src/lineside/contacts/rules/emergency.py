"""Calls on which nobody speaks, lost calls, calls through a relay: what is asked, and when one may end."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lineside.contacts.rules import ASKED_BACK, EMERGENCY, NOT_SAID, WILL_CALL, plain, table
from lineside.kernel.errors import RuleBroken

SILENT, PRESSED_55, SPEAKS = "silent", "55", ""
TAPS = {1: "yes", 2: "no", 0: "none"}
IN_WORDS = {"yes": "one tap: yes", "no": "two taps: no", "none": "no tap"}
LONGEST_WORDS, LONGEST_ID = 500, 80
TRUE = frozenset({"yes", "true", "1", "55"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is known of a call when somebody wants to end it."""

    disposition: str
    line: str
    silent: str
    call_back: str
    attempts: int
    was_reached: bool
    may_supervise: bool


def silent_told(facts: dict[str, Any], was: str) -> str:
    """What the switch says of a call on which nobody speaks; it only ever says more, a person says when one speaks."""
    told = {name: plain(str(facts.get(name, ""))).lower() for name in ("silent55", "silent")}
    if told["silent55"] in TRUE or told["silent"] == PRESSED_55:
        return PRESSED_55
    return was or (SILENT if told["silent"] in TRUE else "")


def relay_told(facts: dict[str, Any], line: dict[str, Any], was: str, on: date) -> str:
    """The relay that the switch names, else the one that the line is for."""
    named = plain(str(facts.get("relay", ""))).upper()
    return was or (named if named in table("relays", on).by_code else str(line.get("relay", "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What a call on which nobody speaks weighs: its risk, why, and the grade to propose, empty for none of its own."""

    risk: int
    why: str
    grade: str = ""


def weigh_silence(silent: str, standing: frozenset[str], on: date) -> Silence | None:
    """Silent, from a number on which a warning stands, is Immediate until somebody says why not.

    IOPC, Hampshire 2023 and Kent 2017 (edition `silent_kinds`); `standing` are the kinds of marker on the number.
    """
    row = table("silent_kinds", on).by_code.get(silent)
    if row is None:
        return None
    if standing.isdisjoint(row.get("marked_by", ())):  # the edition before says nothing of markers
        return Silence(risk=int(row["risk"]), why=str(row["label"]).lower())
    why = f"{str(row['label']).lower()}, and a warning stands on the number"
    return Silence(risk=int(row["marked_risk"]), why=why, grade=str(row["marked_grade"]))


def check_silent(silent: str, words: str) -> str:
    """Silent, silent with 55, or that the caller speaks after all, which needs what they said."""
    if silent not in (SILENT, PRESSED_55, SPEAKS):
        raise RuleBroken("Say whether the call is silent, silent with 55, or whether the caller speaks.", "silent")
    said = check_words(words)
    if silent == SPEAKS and not said:
        raise RuleBroken("Write down what the caller says now that they speak.", "words")
    return said


def check_words(words: str) -> str:
    said = NOT_SAID.sub("", words).strip()
    if len(said) > LONGEST_WORDS:
        raise RuleBroken(f"Keep it to {LONGEST_WORDS} characters; this has {len(said)}.", "words")
    return said


def check_question(code: str, open_one: str, on: date) -> dict[str, Any]:
    """The question as it is asked; the one before it has its answer, or that no tap came, first."""
    row = table("silent_questions", on).by_code.get(code)
    if row is None:
        raise RuleBroken("That is not a question in force; choose one from the list.", "question")
    if open_one:
        raise RuleBroken(f"“{open_one}” waits for its answer: one tap, two taps or none.", "question")
    return row


def answer_of(taps: int) -> str:
    if taps not in TAPS:
        raise RuleBroken("An answer is one tap for yes, two for no, or none; anything else is asked again.", "taps")
    return TAPS[taps]


def tones_since(tones: Iterable[datetime], since: datetime, until: datetime | None = None) -> list[datetime]:
    """The keys that the switch heard between a question and its answer."""
    return sorted(at for at in tones if at >= since and (until is None or at <= until))


def said_by_tones(count: int) -> str:
    """What so many keys mean so far; a person says when no more are to come."""
    return {0: "nothing yet", 1: "yes, unless another follows", 2: "no"}.get(count, "no answer: ask again")


def answer_line(text: str, answer: str, tones: int) -> str:
    """The question and its answer as one line of what was said."""
    if tones:
        heard = f"; the switch heard {tones} key{'s' if tones > 1 else ''}"
    else:
        heard = "; heard by ear" if answer != "none" else ""
    return f"Asked by taps: {text} {IN_WORDS[answer].capitalize()}{heard}."


def check_relay(relay: str, relay_id: str, on: date) -> str:
    if relay and relay not in table("relays", on).by_code:
        raise RuleBroken("That is not a relay in force; choose one from the list.", "relay")
    told = plain(relay_id)
    if len(told) > LONGEST_ID:
        raise RuleBroken(f"Keep the number of the relay or interpreter to {LONGEST_ID} characters.", "relay_id")
    return told


def ending_row(line: str, silent: str, on: date) -> dict[str, Any]:
    code = SILENT if silent else ("abandoned_999" if line.startswith(EMERGENCY) else "abandoned")
    return table("call_endings", on).by_code[code]


def check_ending(ending: Ending, on: date) -> None:
    """A call on which nobody spoke goes on in an incident, or ends after the attempts that its rule asks for."""
    rows = [ending_row(ending.line, SILENT, on)] if ending.silent else []
    rows += [ending_row(ending.line, "", on)] if ending.call_back in (WILL_CALL, ASKED_BACK) else []
    for row in rows:
        is_done = ending.was_reached or ending.attempts >= int(row["attempts"])
        if not (is_done or ending.may_supervise or ending.disposition in row["goes_on"]):
            raise RuleBroken(str(row["sentence"]), "disposition")


def ring_back_by(line: str, lost_at: datetime, on: date) -> datetime:
    """By when somebody rings back a caller who was lost."""
    return lost_at + timedelta(minutes=int(table("line_types", on).by_code.get(line, {}).get("ring_back_minutes", 15)))


def ring_again_by(row: dict[str, Any], attempts: int, at: datetime) -> datetime | None:
    """When to try again after an attempt that did not reach them; none when enough were made."""
    return None if attempts >= int(row["attempts"]) else at + timedelta(minutes=int(row["again_minutes"]))


def check_ring_back(outcome: str, words: str, number: str, on: date) -> tuple[dict[str, Any], str]:
    row = table("ring_back_outcomes", on).by_code.get(outcome)
    if row is None:
        raise RuleBroken("Say how ringing back went; choose from the list.", "outcome")
    if not number:
        raise RuleBroken("The number is withheld, so nobody can ring back; a supervisor closes it.", "outcome")
    said = check_words(words)
    if row["needs_words"] and not said:
        raise RuleBroken(f"“{row['label']}”: write down what was said or heard.", "words")
    return row, said


def is_enough(outcomes: Collection[str], on: date) -> bool:
    """Whether any of these attempts reached the caller."""
    known = table("ring_back_outcomes", on).by_code
    return any(known.get(each, {}).get("reached") for each in outcomes)
