"""Rules of incidents: codes in force, grading, states, closing, duplicates. No database here."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from uuid import UUID

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parent / "data"
LONGEST_TEXT = 8000
LONGEST_GIST = 300
AHEAD = timedelta(minutes=2)
LONG_AGO = timedelta(days=366)
DUPLICATE_FOR = timedelta(minutes=60)
DUPLICATE_METRES = 500
PLACE_WORDS = {"name": 300, "crs": 3, "headcode": 8, "area": 10}
PLACE_STATUSES = ("confirmed", "approximate", "unknown")
ENDED = frozenset({"closed", "duplicate", "transferred", "cancelled"})
# control_room.md c.2: attendance only moves forward; a second unit does not take the incident back.
STAGES = ("open", "graded", "queued", "assigned", "mobile", "on_scene", "resulted")


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of the edition in force; rank 0 is the most urgent."""

    code: str
    label: str
    mark: str
    rank: int
    edition: str
    dispatch_within: timedelta | None
    attend_within: timedelta | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """A grade as it is asked for; `assessment_id` names the THRIVE that was made for it."""

    grade: str
    reason: str = ""
    assessment_id: UUID | None = None
    may_lower_immediate: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """What of an incident tells whether it is the same as another."""

    at: datetime
    lat: float | None = None
    lon: float | None = None
    crs: str = ""
    headcode: str = ""
    number: str = ""
    opening_code: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing looks at."""

    state: str
    grade: str
    opening_code: str
    opened_by: UUID | None
    closer: UUID | None
    holds: tuple[str, ...]
    has_result: bool
    qualifiers: tuple[str, ...] = ()


def grades(on: date) -> dict[str, Grade]:
    edition = in_force(DATA / "grades", on)
    return {row["code"]: _grade(row, rank, edition.edition) for rank, row in enumerate(edition.rows)}


def _grade(row: dict[str, Any], rank: int, edition: str) -> Grade:
    return Grade(
        code=row["code"],
        label=row["label"],
        mark=row["mark"],
        rank=rank,
        edition=edition,
        dispatch_within=_minutes(row.get("dispatch_within")),
        attend_within=_minutes(row.get("attend_within")),
    )


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)


def opening_codes(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "opening_codes", on).by_code


def result_codes(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "result_codes", on).by_code


def nsir_categories(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "nsir_categories", on).by_code


def nsir_qualifiers(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "nsir_qualifiers", on).by_code


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


def _is_control(letter: str) -> bool:
    """Control characters, halves of characters, and marks that turn the reading direction of a line around."""
    if letter in "\n\t":
        return False
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


def check_event_time(at: datetime, now: datetime) -> datetime:
    """An event is not ahead of the clock, nor so long ago that the date must be wrong."""
    if at.tzinfo is None:
        raise RuleBroken("Say in which time zone that time is.", "event_at")
    if at > now + AHEAD:
        raise RuleBroken("That time has not come yet; give the time at which it happened.", "event_at")
    if at < now - LONG_AGO:
        raise RuleBroken("That is more than a year ago; check the date.", "event_at")
    return at


def check_grading(asked: Grading, *, was: Grade | None, now: Grade | None, state: str, is_assessed: bool) -> Grade:
    """control_room.md c.2 guards 1 and 4: THRIVE comes before a grade, and afresh before a lower one."""
    if now is None:
        raise RuleBroken("That is not a grade in force.", "grade")
    if state in ENDED:
        raise RuleBroken("A closed incident keeps its grade; reopen it first.", "grade")
    if not is_assessed and asked.assessment_id is None:
        raise RuleBroken("Assess it first: THRIVE comes before a grade.", "grade")
    if was and now.rank > was.rank:
        _check_lowering(asked, was)
    return now


def _check_lowering(asked: Grading, was: Grade) -> None:
    if not asked.reason.strip():
        raise RuleBroken("Say why the grade is being lowered.", "reason")
    if was.code == "I" and not asked.may_lower_immediate:
        raise NotPermitted("Only a supervisor may lower an Immediate; ask for a re-grade.", "grade")
    if asked.assessment_id is None:
        raise RuleBroken("A lower grade needs a fresh THRIVE; answer it again with the new grade.", "grade")


def deadline(first_contact_at: datetime, within: timedelta | None) -> datetime | None:
    # The clock runs from the first contact, so a late upgrade can be overdue at once.
    return first_contact_at + within if within else None


def state_after(state: str, stage: str) -> str:
    """Attendance moves an incident forward only; a cleared unit moves nothing by itself."""
    if stage not in STAGES or state not in STAGES:
        return state
    return stage if STAGES.index(stage) > STAGES.index(state) else state


def check_closing(facts: Closing, on: date) -> None:
    """Guards 2 and 3 of control_room.md c.2."""
    if facts.state in ENDED:
        raise RuleBroken("It is closed already.")
    if facts.state == "open":
        raise RuleBroken("Assess and grade it first; then give its result and close it.", "grade")
    if not facts.has_result:
        raise RuleBroken("Result it first: a closing code and at least one result code.", "closing_code")
    if facts.holds:
        raise RuleBroken(f"It cannot close yet: {'; '.join(facts.holds)}.")
    check_second_person(facts, on)


def check_cancelling(facts: Closing, on: date) -> None:
    """An incident opened in error ends without a result, but never past a hold or a second pair of eyes."""
    if facts.state in ENDED:
        raise RuleBroken("It is closed already.")
    if facts.holds:
        raise RuleBroken(f"It cannot be cancelled yet: {'; '.join(facts.holds)}.")
    check_second_person(facts, on)


def check_second_person(facts: Closing, on: date) -> None:
    """Guard 2: what is grave is not ended by the one who opened it."""
    named = in_force(DATA / "second_person", on).by_code
    told = (f"grade:{facts.grade}", f"type:{facts.opening_code}", *(f"qualifier:{each}" for each in facts.qualifiers))
    if any(each in named for each in told) and facts.opened_by is not None and facts.opened_by == facts.closer:
        raise RuleBroken("You opened it, and it is of a kind that a second person must close.")


def check_result(closing_code: str, results: tuple[str, ...], on: date) -> None:
    if closing_code not in nsir_categories(on):
        raise RuleBroken("That is not a closing category in force; choose one from the list.", "closing_code")
    if not results:
        raise RuleBroken("Give at least one result code.", "result_codes")
    unknown = [code for code in results if code not in result_codes(on)]
    if unknown:
        raise RuleBroken(f"{unknown[0][:40]!r} is not a result code in force.", "result_codes")


def why_the_same(one: Sighting, other: Sighting) -> str:
    """Why two reports may be one incident, in words; empty when nothing says so (control_room.md c.2)."""
    if abs(one.at - other.at) > DUPLICATE_FOR:
        return ""
    if one.headcode and one.headcode == other.headcode:
        return f"same train {one.headcode}"
    if one.number and one.number == other.number:
        return "same caller"
    if one.crs and one.crs == other.crs and one.opening_code == other.opening_code:
        return f"same station {one.crs} and type"
    away = metres_between(one, other)
    return f"{round(away)} m away" if away is not None and away <= DUPLICATE_METRES else ""


def metres_between(one: Sighting, other: Sighting) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, east = radians(other.lat - one.lat), radians(other.lon - one.lon)
    slant = sin(north / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(slant))
