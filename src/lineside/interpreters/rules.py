"""Interpreters: what is asked for, what may follow, what a log is told. No database here."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
SIGNED, OTHER = "bfi", "other"
LONGEST = {"their_reference": 80, "words": 300}


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def label_of(name: str, code: str, on: date) -> str:
    return str(table(name, on).by_code.get(code, {}).get("label", code))


def check_request(language: str, provider: str, words: str, on: date) -> str:
    """A language and who interprets it; a sign language is not interpreted by voice."""
    check_language(language, on)
    row = table("providers", on).by_code.get(provider)
    if row is None:
        raise RuleBroken("Say who is asked to interpret; choose from the list.", "provider")
    if (language == SIGNED) != row["signs"] and provider != "officer":
        raise RuleBroken("A sign language is interpreted by video, and no other is; choose another.", "provider")
    kept = said(words, "words")
    if language == OTHER and not kept:
        raise RuleBroken("Say which language it is.", "words")
    return kept


def check_language(language: str, on: date) -> None:
    if language not in table("spoken", on).by_code:
        raise RuleBroken("Say which language; choose from the list.", "language")


def check_end(outcome: str, words: str, joined_at: datetime | None, on: date) -> str:
    """What became of it: an interpreter who was never on the call has interpreted nothing."""
    row: dict[str, Any] | None = table("outcomes", on).by_code.get(outcome)
    if row is None:
        raise RuleBroken("Say what became of it; choose from the list.", "outcome")
    if row["joined"] and joined_at is None:
        raise RuleBroken("No interpreter has joined yet; say first that one did, or choose what happened.", "outcome")
    kept = said(words, "words")
    if row["needs_words"] and not kept:
        raise RuleBroken("Say in a few words what was done instead.", "words")
    return kept


def said(words: str, field: str) -> str:
    kept = " ".join(words.split())
    if len(kept) > LONGEST[field]:
        raise RuleBroken(f"Keep this to {LONGEST[field]} characters; it has {len(kept)}.", field)
    if any(ord(letter) < ord(" ") for letter in kept):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return kept


def line_of_log(reference: str, language: str, outcome: str, at: tuple[datetime | None, datetime]) -> str:
    """What a log is told once it is over."""
    joined, ended = at
    span = f" {_clock(joined)} to {_clock(ended)}" if joined else ""
    return f"{reference}, interpreter for {language}{span}: {outcome}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UK):%H:%M:%S}"
