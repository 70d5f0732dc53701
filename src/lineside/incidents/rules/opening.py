"""What is asked when an incident is opened, and of the words that go into its log."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lineside.incidents.rules.codes import nsir_qualifiers, opening_codes
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

EXERCISE_LINE = "EXERCISE: nothing on this log is real."
LONGEST_TEXT = 8000
LONGEST_GIST = 300
AHEAD = timedelta(minutes=2)
LONG_AGO = timedelta(days=366)
BEFORE_CONTACT = timedelta(hours=24)
PLACE_WORDS = {"name": 300, "crs": 3, "headcode": 8, "area": 10}
PLACE_STATUSES = ("confirmed", "approximate", "unknown")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is known when an incident is opened (control_room.md c.1)."""

    summary: str
    opening_code: str
    place_text: str = ""
    place: dict[str, Any] = field(default_factory=dict)
    place_status: str = "unknown"
    qualifiers: tuple[str, ...] = ()
    first_contact_at: datetime | None = None
    is_happening_now: bool = False
    informant_name: str = ""
    informant_number: str = ""
    headcode: str = ""
    area: str = ""
    desk: str = ""
    is_restricted: bool = False
    is_exercise: bool = False
    crime_bar: str = ""  # met, not_met, or nothing where nobody said
    crime_bar_reason: str = ""


def check_opening(opening: Opening, on: date) -> dict[str, Any]:
    """The opening code's row; each fault is one sentence beside its field."""
    row = opening_codes(on).get(opening.opening_code)
    if row is None:
        raise RuleBroken("That is not an opening code in force; choose one from the list.", "opening_code")
    check_text(opening.summary, "summary", LONGEST_GIST)
    check_place(opening.place, opening.place_status)
    unknown = [name for name in opening.qualifiers if name not in nsir_qualifiers(on)]
    if unknown:
        raise RuleBroken(f"{unknown[0][:40]!r} is not a qualifier in force.", "qualifiers")
    return row


def check_same_world(*, one: bool, other: bool, what: str = "logs") -> None:
    """An exercise and what is real are never joined: either would be taken for the other (standards.md 4, 11)."""
    if one != other:
        raise RuleBroken(f"One of these {what} is an exercise and the other is real; they are not put together.")


def check_place(place: dict[str, Any], status: str) -> None:
    """A place as the gazetteer reads it; one that came over the API may hold anything."""
    if status not in PLACE_STATUSES:
        raise RuleBroken("Say whether the place is confirmed, approximate or unknown.", "place_status")
    for name, longest in PLACE_WORDS.items():
        if not isinstance(place.get(name) or "", str) or len(place.get(name) or "") > longest:
            raise RuleBroken(f"The place's {name} is text of {longest} characters or fewer.", "place")
    for name, most in (("lat", 90), ("lon", 180)):
        degrees = place.get(name)
        if degrees is not None and (not isinstance(degrees, int | float) or not -most <= degrees <= most):
            raise RuleBroken(f"The place's {name} is a number from -{most} to {most}.", "place")


def check_text(text: str, where: str = "text", longest: int = LONGEST_TEXT) -> str:
    """Words for the log: some, not too many, without control characters."""
    clean = text.strip()
    if not clean:
        raise RuleBroken("Write what happened; an empty line says nothing.", where)
    if len(clean) > longest:
        raise RuleBroken(f"That is {len(clean)} characters; a line holds {longest}. Split it.", where)
    if any(_is_control(letter) for letter in clean):
        raise RuleBroken("That holds control characters; paste it as plain text.", where)
    return clean


def plain(text: str) -> str:
    """Words that a machine put together, of what came from outside: what may not stand in the log is left out."""
    return "".join(letter for letter in text if not _is_control(letter))


def _is_control(letter: str) -> bool:
    """Control characters, halves of characters, and marks that turn the reading direction of a line around."""
    if letter in "\n\t":
        return False
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


def check_line_time(at: datetime, first_contact_at: datetime, now: datetime) -> datetime:
    """A line of the log tells of something at most a day older than the first contact; older times go into words."""
    check_event_time(at, now)
    if at < first_contact_at - BEFORE_CONTACT:
        first = first_contact_at.astimezone(UK)
        raise RuleBroken(
            f"That is more than 24 hours before the first contact ({first:%d %b %H:%M}); write so old a time in words.",
            "event_at",
        )
    return at


def check_event_time(at: datetime, now: datetime) -> datetime:
    """An event is not ahead of the clock, nor so long ago that the date must be wrong."""
    if at.tzinfo is None:
        raise RuleBroken("Say in which time zone that time is.", "event_at")
    if at > now + AHEAD:
        raise RuleBroken("That time has not come yet; give the time at which it happened.", "event_at")
    if at < now - LONG_AGO:
        raise RuleBroken("That is more than a year ago; check the date.", "event_at")
    return at
