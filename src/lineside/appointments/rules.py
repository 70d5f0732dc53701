"""Slots agreed with a caller for a scheduled log (control_room.md b.3: an agreed slot, at most 48 hours). Pure.

No unit and nobody's availability goes in: who attends is what was agreed, in words.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
AGREED, ENDED, REARRANGED = "agreed", "ended", "rearranged"
SCHEDULED = "S"
LONGEST = 500
LONGEST_NAME = 120
TURNED = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"  # marks that turn the reading direction around


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """From when to when."""

    begins: datetime
    ends: datetime


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def limit(code: str, on: date) -> int:
    return int(table("limits", on).by_code[code]["value"])


def check_log(grade: str, *, is_closed: bool) -> None:
    """A slot is the target of a scheduled log: graver ones have a target that no caller moves."""
    if is_closed:
        raise RuleBroken("It is closed; reopen it first.")
    if grade != SCHEDULED:
        raise RuleBroken("Only a log graded Scheduled has an appointment; a graver one is attended by its target.")


def check_slot(
    begins: datetime, minutes: int | None, first_contact_at: datetime, late_why: str, at: datetime
) -> tuple[Slot, str]:
    """The slot, and why it is later than the grade's target, where it is."""
    on = at.date()
    if begins <= at:
        raise RuleBroken("That time is over; agree on one that is still to come.", "begins")
    if begins > at + timedelta(days=limit("furthest_days", on)):
        raise RuleBroken(f"Agree on a time within {limit('furthest_days', on)} days.", "begins")
    long = minutes if minutes is not None else limit("length_minutes", on)
    if not 0 < long <= limit("longest_minutes", on):
        raise RuleBroken(f"A slot is 1 to {limit('longest_minutes', on)} minutes long.", "minutes")
    why = check_words(late_why, "late_why")
    latest = limit("latest_hours", on)
    if begins > first_contact_at + timedelta(hours=latest) and not why:
        raise RuleBroken(f"That is more than {latest} hours after the first contact; say why so late.", "late_why")
    return Slot(begins=begins, ends=begins + timedelta(minutes=long)), why


def is_reminder_due(begins: datetime, reminded_at: datetime | None, at: datetime) -> bool:
    return reminded_at is None and at >= begins - timedelta(minutes=limit("remind_minutes", at.date()))


def is_missed(ends: datetime, at_scene: datetime | None, at: datetime) -> bool:
    """The slot is over and nobody was at the scene by then."""
    return at > ends and (at_scene is None or at_scene > ends)


def check_ending(how: str, words: str, on: date) -> tuple[dict[str, Any], str]:
    """The row of the ending, and its words as they are kept."""
    row: dict[str, Any] | None = table("endings", on).by_code.get(how)
    if row is None:
        raise RuleBroken("Say how the appointment ended; choose from the list.", "how")
    return row, check_words(words, "words", "Say in a sentence what was done." if row["needs_words"] else "")


def check_name(text: str, field: str, missing: str) -> str:
    said = check_words(text, field, missing)
    if len(said) > LONGEST_NAME:
        raise RuleBroken(f"Keep this to {LONGEST_NAME} characters; it has {len(said)}.", field)
    return said


def check_words(text: str, field: str, missing: str = "") -> str:
    """Words as they are kept, on one line."""
    said = " ".join(text.split())
    if missing and not said:
        raise RuleBroken(missing, field)
    if len(said) > LONGEST:
        raise RuleBroken(f"Keep this to {LONGEST} characters; it has {len(said)}.", field)
    if any(ord(letter) < ord(" ") or letter in TURNED for letter in said):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return said
