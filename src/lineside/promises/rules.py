"""Promised updates: by when, how one is kept, and what a missed limit leaves behind. No database here.

Victims' Code, right 6: how often updates come is agreed with the victim; a missed limit is recorded, never erased.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR, UK, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
OPEN, KEPT, ENDED = "open", "kept", "ended"
NOT_SENT = ("failed",)  # as contacts tell the fate of a message
STATES = {OPEN: "open", KEPT: "kept", ENDED: "ended without being kept"}
REACH = {"ring": "We ring", "write": "We write"}
FURTHEST = timedelta(days=90)
LONGEST = 500
SHORTEST_REASON = 10
TYPED_AS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d %b %Y %H:%M")
IN = re.compile(r"(\d{1,3}) ?(m|min|h|d)")
AT = re.compile(r"(?:(today|tomorrow) )?(\d{1,2})[:.](\d{2})")
LENGTH = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}
AS_TYPED = "Say by when, as 16:30, tomorrow 10:00, 2h or 2026-12-01 10:00."


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOut:
    """What reached them, or was sent to them, and when."""

    kind: str  # message or call
    at: datetime
    key: str


def ways(at: datetime) -> Edition:
    return in_force(DATA / "ways", uk_day(at))


def due_typed(typed: str, at: datetime) -> datetime:
    """By when, as people write it on the telephone: a time of today or tomorrow, in how long, or the whole date."""
    said = " ".join(typed.split()).lower()
    if length := IN.fullmatch(said):
        return at + timedelta(**{LENGTH[length[2]]: int(length[1])})
    if clock := AT.fullmatch(said):
        return _next(clock, at)
    for form in TYPED_AS:
        try:
            found = datetime.strptime(said, form).replace(tzinfo=UK)
        except ValueError:
            continue
        if FIRST_YEAR <= found.year < LAST_YEAR:
            return found
    raise RuleBroken(AS_TYPED, "by")


def _next(clock: re.Match[str], at: datetime) -> datetime:
    """That time by the clock on the wall; without a day, the next one that comes."""
    hour, minute = int(clock[2]), int(clock[3])
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the hours and minutes of a day
        raise RuleBroken(AS_TYPED, "by")
    today = at.astimezone(UK).replace(hour=hour, minute=minute, second=0, microsecond=0)
    later = clock[1] == "tomorrow" or (not clock[1] and today <= at)
    return today + timedelta(days=1) if later else today


def check_promise(reach: str, due_at: datetime, what: str, at: datetime) -> str:
    """What is promised, as it is kept: a way, a time to come that is not too far, and words."""
    if reach not in REACH:
        raise RuleBroken("Say whether we ring or write.", "reach")
    if due_at <= at:
        raise RuleBroken("That time is over; promise one that is still to come.", "by")
    if due_at > at + FURTHEST:
        raise RuleBroken(f"Promise an update within {FURTHEST.days} days; nobody can keep a later one in mind.", "by")
    return _said(what, "what", "Say what they were promised to be told.")


def check_done(how: str, words: str, since: datetime, out: Sequence[WentOut], at: datetime) -> tuple[str, str, str]:
    """The state that follows, the words as kept, and what proves it.

    What keeps a promise went out after it was given; everything else needs its reason in words.
    """
    row: dict[str, Any] | None = ways(at).by_code.get(how)
    if row is None:
        raise RuleBroken("Say how it was kept or why it ends; choose from the list.", "how")
    proof = ""
    if row["proof"]:
        found = [each for each in out if each.kind == row["proof"] and each.at >= since]
        if not found:
            raise RuleBroken(_unproved(row["proof"]), "how")
        proof = max(found, key=lambda each: each.at).key
    elif len(" ".join(words.split())) < SHORTEST_REASON:
        raise RuleBroken("Say in a sentence what was done, or why it ends without an update.", "words")
    return (KEPT if row["keeps"] else ENDED), _said(words, "words"), proof


def is_undoing(delivery: str) -> bool:
    """Whether this news of a message says that it reaches nobody: what it kept is not kept."""
    return delivery in NOT_SENT


def _unproved(kind: str) -> str:
    if kind == "call":
        return "No call from this contact has reached them since; ring them first, or say how else it was done."
    return "Nothing has been sent to them on this contact since; write first, or say how else it was done."


def is_missed(due_at: datetime, at: datetime) -> bool:
    return at > due_at


def _said(words: str, field: str, missing: str = "") -> str:
    said = " ".join(words.split())
    if not said and missing:
        raise RuleBroken(missing, field)
    if len(said) > LONGEST:
        raise RuleBroken(f"Keep this to {LONGEST} characters; it has {len(said)}.", field)
    if any(ord(letter) < ord(" ") for letter in said):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return said
