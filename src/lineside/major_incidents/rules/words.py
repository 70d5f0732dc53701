"""Words as they are kept, and the tables of this room."""

from datetime import date
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
FIRST_DAY = date(2026, 11, 1)
LONGEST, SHORTEST = 500, 5
TURNED_ROUND = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, max(on, FIRST_DAY))


def said(words: str, field: str, *, missing: str = "", longest: int = LONGEST, shortest: int = SHORTEST) -> str:
    """One line of words; nothing is cut off unseen, and where they are missing the sentence asks for them."""
    kept = " ".join(words.split())
    if len(kept) > longest:
        raise RuleBroken(f"Keep this to {longest} characters; it has {len(kept)}.", field)
    if any(ord(letter) < ord(" ") or letter in TURNED_ROUND for letter in kept):
        raise RuleBroken("There is a control character in this; take it out.", field)
    if missing and len(kept) < shortest:
        raise RuleBroken(missing, field)
    return kept
