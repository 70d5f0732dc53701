"""Rules of an officer's emergency: how it is raised, who is told when nobody answers, how it ends. No database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parent / "data"
OPEN, GENUINE, OVER = "open", "genuine", "over"
OPEN_STATES = (OPEN, GENUINE)
REAL, ACCIDENTAL = "genuine", "accidental"
LONGEST_WORDS = 2000
LONGEST_WHOSE, LONGEST_KEY = 60, 130  # of the 200 characters under which a press is kept
EARTH_M = 6_371_000
KEPT_FIXES = 3  # control_room.md c.4: the last three
SOURCES = {
    "status": "state 0 from the radio",
    "call": "emergency call",
    "lip": "position with the reason emergency",
    "unit": "the unit's own page",
    "desk": "told to the control room",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the escalation: its number, after how many seconds without an answer, and who is told then."""

    level: int
    after: timedelta
    to: str
    words: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One position: WGS84 degrees, when it was so, and within how many metres; nothing where that is not known."""

    lat: float
    lon: float
    at: datetime
    within_m: float | None


def steps(on: date) -> tuple[Step, ...]:
    """The escalation in force, the soonest first ([design], data/escalation)."""
    rows = in_force(DATA / "escalation", on).rows
    return tuple(
        Step(int(row["level"]), timedelta(seconds=int(row["after_seconds"])), str(row["to"]), str(row["label"]))
        for row in rows
    )


def level_now(received_at: datetime, at: datetime, on: date) -> int:
    """How far the escalation of an emergency without an answer has come."""
    return max((step.level for step in steps(on) if at - received_at >= step.after), default=0)


def reaches_supervisors(level: int, on: date) -> bool:
    return any(step.to == "supervisors" for step in steps(on) if step.level <= level)


def outcomes(on: date) -> list[tuple[str, str]]:
    return [(str(row["code"]), str(row["label"])) for row in in_force(DATA / "outcomes", on).rows]


def moment_of(at: datetime | None, now: datetime) -> datetime:
    """When it was pressed. No clock makes us refuse an emergency: a time that cannot be is taken as now."""
    return now if at is None or at.tzinfo is None or at > now else at


def key_of(whose: str, press_key: str) -> str:
    """A press by whose it is, so that none is lost because another unit, radio or person had its key before."""
    said = press_key if len(press_key) <= LONGEST_KEY else sha256(press_key.encode()).hexdigest()
    return f"{whose[:LONGEST_WHOSE]} {said}"


def check_source(source: str) -> None:
    if source not in SOURCES:
        raise RuleBroken(f"An emergency comes by one of: {', '.join(SOURCES)}.", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What it was. For an accidental press: with whom it was spoken by voice, and that the challenge was answered."""

    outcome: str
    words: str = ""
    spoken_with: str = ""
    challenge_answered: bool = False


def check_outcome(said: Outcome, state: str, by: str, on: date) -> None:
    """control_room.md c.4: genuine, or accidental confirmed by voice and challenge; nothing else ends it."""
    if state == OVER:
        raise RuleBroken(f"It is over: {by} gave its outcome. If help is needed again, raise it again.", "outcome")
    if said.outcome not in dict(outcomes(on)):
        raise RuleBroken("Say whether it is genuine or was pressed by accident.", "outcome")
    if state == GENUINE and said.outcome == ACCIDENTAL:
        raise RuleBroken(f"{by} has recorded it as genuine; resolve it with what was done.", "outcome")
    if said.outcome == ACCIDENTAL:
        if not said.spoken_with.strip():
            raise RuleBroken("Speak with the officer by voice first, and write with whom.", "spoken_with")
        if not said.challenge_answered:
            raise RuleBroken("Ask the challenge; only when it was answered rightly was it an accident.", "challenge")
    check_words(said.words, "words")


def check_resolving(words: str, state: str) -> str:
    if state == OPEN:
        raise RuleBroken("Say first whether it is genuine.", "outcome")
    if state == OVER:
        raise RuleBroken("It is over already.", "resolved")
    if not words.strip():
        raise RuleBroken("Write how it ended: that the officers are safe, and who saw to it.", "resolved")
    return check_words(words, "resolved")


def check_words(text: str, field: str) -> str:
    clean = text.strip()
    if len(clean) > LONGEST_WORDS:
        raise RuleBroken(f"That is {len(clean)} characters; {LONGEST_WORDS} fit.", field)
    return clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What came with the press beside its unit: the radio, who holds it, its talkgroup, and where it says it was."""

    issi: str = ""
    holder: str = ""
    talkgroup: str = ""
    lat: float | None = None
    lon: float | None = None
    within_m: float | None = None


def first_line(
    source: str, pressed: Pressed, talkgroup: str, state: int | None, fixes: Sequence[Mapping[str, Any]]
) -> str:
    """Who, by what, on which talkgroup, and where last: for whoever reads the log alone. No state: no unit is known."""
    told = [f"Officer emergency by {SOURCES[source]}."]
    told += [f"ISSI {pressed.issi}."] if pressed.issi else []
    told += [f"Held by {pressed.holder}."] if pressed.holder else []
    told += [f"Talkgroup {talkgroup}."] if talkgroup else []
    told += [f"State before: {state}." if state is not None else "No unit is known for this radio."]
    told += [f"Fix {fix['lat']:.5f}, {fix['lon']:.5f} at {fix['at']}." for fix in fixes]
    return " ".join(told)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """By the great circle, in metres."""
    half_lat, half_lon = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, chord)))


def gist(who: str, crew: str) -> str:
    """The incident's own words, as the trade writes them."""
    return f"OFFICER EMERGENCY: {who}{f', {crew}' if crew else ''}"[:300]
