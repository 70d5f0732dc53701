"""The 999 enquiry: who and where a lost caller is, asked of the operator within the emergency period.

In an emergency, subscriber and location data may be had from operators outside the ordinary way of surveillance law for
up to one hour after the call ended (Code of Practice for the Public Emergency Call Service; IOCCO 2015). After it the
enquiry is locked, and what is still needed goes through the single point of contact.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

EMERGENCY_PERIOD = timedelta(hours=1)
LONGEST_WORDS = 1000
OVER = "The hour after the call is over: ask through the single point of contact."
DATA = Path(__file__).parents[1] / "data"


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def open_until(ended_at: datetime | None, at: datetime) -> datetime:
    """The end of the emergency period; a call that is still up has all of it before it."""
    return (ended_at or at) + EMERGENCY_PERIOD


def check_enquiry(*, is_emergency: bool, number: str, until: datetime, at: datetime) -> None:
    if not is_emergency:
        raise RuleBroken("Only of a 999 call may the operator be asked in this way.")
    if not number:
        raise RuleBroken("The number is withheld; ask the 999 operator on the line for it first, and write it down.")
    if at >= until:
        raise RuleBroken(OVER)


def check_asked(asked_of: str, why: str, on: date) -> str:
    if asked_of not in table("operators_asked", on).by_code:
        raise RuleBroken("Choose from the list who is asked.", "asked_of")
    return _words(why, "why", "Say which emergency it is and why the caller must be found.")


def check_answer(outcome: str, told: str, *, until: datetime, at: datetime, on: date) -> tuple[dict[str, Any], str]:
    row = table("operator_outcomes", on).by_code.get(outcome)
    if row is None:
        raise RuleBroken("Choose from the list what the enquiry brought.", "outcome")
    if row["in_time"] and at >= until:
        raise RuleBroken(OVER, "outcome")
    if outcome == "too_late" and at < until:
        raise RuleBroken("The hour is not over yet.", "outcome")
    return row, _words(told, "told", f"“{row['label']}”: write down what was said." if row["needs_words"] else "")


def _words(words: str, field: str, needed: str) -> str:
    said = "".join(letter for letter in words if letter.isprintable() or letter in "\n\t").strip()
    if needed and not said:
        raise RuleBroken(needed, field)
    if len(said) > LONGEST_WORDS:
        raise RuleBroken(f"Keep it to {LONGEST_WORDS} characters; this has {len(said)}.", field)
    return said
