"""Where a train may be met and by whom, ranked with reasons; and when a plan no longer holds. No database here.

control_room.md e.2: a margin of at least three minutes first; an earlier stop while harm goes on; never between stops;
the harm of waiting and the minutes of a train held are weighed by a dated edition, and shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
AT_SCENE = 6  # the officer state (control_room.md c.4)
EARTH_KM = 6371.0
LONGEST = 300
COACH = 12
A_MINUTE = timedelta(minutes=1)
# The alarms, in the order in which they press.
MARGIN, ARRIVED, GONE, LATER = "margin", "arrived", "gone", "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A call that is still to come, or that the plan is for."""

    number: int
    crs: str
    name: str
    arrives: datetime
    platform: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """A unit that might meet the train."""

    id: UUID
    call_sign: str
    lat: float | None
    lon: float | None
    position_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One call with who would be there first, how early, and what speaks for it."""

    stop: Stop
    unit_id: UUID | None = None
    call_sign: str = ""
    there_at: datetime | None = None
    is_in_time: bool = False
    cost: float = 0.0
    why: str = ""

    @property
    def margin(self) -> timedelta | None:
        """How long before the train the unit is there."""
        return self.stop.arrives - self.there_at if self.there_at else None


Pair = tuple[int, UUID]  # the number of a call, and a unit


class Arrival(NamedTuple):
    """When a unit would be there, and by which way, in words."""

    at: datetime
    way: str = ""


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def weights(on: date) -> dict[str, float]:
    return {row["code"]: float(row["value"]) for row in table("weights", on).rows}


def there_at(crew: Crew, stop: Stop, at: datetime, weigh: dict[str, float]) -> datetime | None:
    """When a unit may be at a station, by the straight line, longer roads and one speed; none without a position.

    A plain estimate until the rules of travel take its place; a position that is old counts for its age as well.
    """
    if crew.lat is None or crew.lon is None or stop.lat is None or stop.lon is None:
        return None
    away = _km(crew.lat, crew.lon, stop.lat, stop.lon) * weigh["road_detour"]
    minutes = weigh["ready_min"] + away / weigh["road_kmh"] * 60
    age = (at - crew.position_at) / A_MINUTE if crew.position_at else 0.0
    return at + timedelta(minutes=minutes + (age if age > weigh["stale_min"] else 0.0))


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    high, wide = radians(other_lat - lat), radians(other_lon - lon)
    part = sin(high / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(wide / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))


def arrivals(stops: Sequence[Stop], crews: Sequence[Crew], at: datetime) -> dict[Pair, Arrival]:
    """When each unit may be at each call by the straight line alone."""
    weigh = weights(at.date())
    found = (((stop.number, crew.id), there_at(crew, stop, at, weigh)) for stop in stops for crew in crews)
    return {pair: Arrival(when) for pair, when in found if when}


def with_age(minutes: float, crew: Crew, at: datetime) -> datetime:
    """When a unit that needs so long is there; a position that is old counts for its age as well."""
    age = (at - crew.position_at) / A_MINUTE if crew.position_at else 0.0
    return at + timedelta(minutes=minutes + (age if age > weights(at.date())["stale_min"] else 0.0))


def options(
    stops: Sequence[Stop],
    crews: Sequence[Crew],
    at: datetime,
    *,
    is_happening: bool,
    known: Mapping[Pair, Arrival] | None = None,
) -> list[Option]:
    """Every call with its best unit, the best option first; each says why it stands where it does.

    `known` says when each unit would be at each call, and by which way; without it the straight line says.
    """
    there = arrivals(stops, crews, at) if known is None else known
    found = [_option(stop, crews, at, there, is_happening=is_happening) for stop in stops]
    return sorted(found, key=lambda each: (not each.is_in_time, each.there_at is None, each.cost, each.stop.number))


def _option(
    stop: Stop, crews: Sequence[Crew], at: datetime, known: Mapping[Pair, Arrival], *, is_happening: bool
) -> Option:
    weigh = weights(at.date())
    there = [(found, crew) for crew in crews if (found := known.get((stop.number, crew.id)))]
    waits = max((stop.arrives - at) / A_MINUTE, 0.0)
    harm = waits * (weigh["harm_a_minute"] if is_happening else weigh["wait_a_minute"])
    on_board = f"{waits:.0f} min more on board{' while it goes on' if is_happening else ''}"
    if not there:
        return Option(stop=stop, cost=harm, why=f"{on_board}; no unit with a position: staff or the local force")
    (when, way), crew = min(there, key=lambda pair: (pair[0].at, pair[1].call_sign))
    margin = (stop.arrives - when) / A_MINUTE
    held = max(weigh["margin_min"] - margin, 0.0)
    is_in_time = margin >= weigh["margin_min"]
    delay = "" if is_in_time else f"; the train would be held {held:.0f} min"
    return Option(
        stop=stop,
        unit_id=crew.id,
        call_sign=crew.call_sign,
        there_at=when,
        is_in_time=is_in_time,
        cost=harm + held * weigh["delay_a_minute"],
        why=on_board + delay + (f"; {crew.call_sign} {way}" if way else ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A plan against what is known at this moment."""

    chosen_arrival: datetime
    stop: Stop | None  # none when the train calls there no more
    has_arrived: bool
    there_at: datetime | None
    has_unit: bool
    is_at_scene: bool
    is_happening: bool


class Fault(NamedTuple):
    """What of a plan no longer holds, with its sentence and by how many minutes."""

    kind: str
    words: str
    minutes: int = 0


def is_worse(fault: Fault, dealt_minutes: int, on: date) -> bool:
    """Whether somebody who dealt with it when it was so many minutes has to hear of it once more."""
    return fault.minutes >= dealt_minutes + weights(on)["later_min"]


def alarms(now_stands: Standing, at: datetime) -> list[Fault]:
    """What no longer holds."""
    if now_stands.has_arrived:
        words = "The train has arrived and no unit is at scene (state 6)."
        return [] if now_stands.is_at_scene else [Fault(ARRIVED, words)]
    if now_stands.stop is None:
        return [Fault(GONE, "The train does not call there any more; choose another stop.")]
    found = []
    arrives, comes = now_stands.stop.arrives, now_stands.there_at
    if now_stands.has_unit and not now_stands.is_at_scene and comes and comes > arrives:
        late = max(round((comes - arrives) / A_MINUTE), 1)
        words = f"The unit would be {late} min after the train; ask to hold it, or choose another."
        found.append(Fault(MARGIN, words, late))
    slipped = (arrives - now_stands.chosen_arrival) / A_MINUTE
    if now_stands.is_happening and slipped >= weights(at.date())["later_min"]:
        words = f"The train comes {slipped:.0f} min later than when this was chosen, and it goes on meanwhile."
        found.append(Fault(LATER, words, int(slipped)))
    return found


def check_coach(text: str) -> str:
    said = " ".join(text.split()).upper()
    if len(said) > COACH:
        raise RuleBroken("Give the coach in a few letters, as C or 14.", "coach")
    return said


def check_words(text: str, missing: str = "") -> str:
    said = " ".join(text.split())
    if missing and not said:
        raise RuleBroken(missing, "words")
    if len(said) > LONGEST:
        raise RuleBroken(f"Keep this to {LONGEST} characters; it has {len(said)}.", "words")
    return said


def label_of(name: str, code: str, on: date, refusal: str, field: str) -> str:
    row = table(name, on).by_code.get(code)
    if row is None:
        raise RuleBroken(refusal, field)
    return str(row["label"])
