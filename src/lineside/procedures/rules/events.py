"""Planned events: what an operation order must say, and which log belongs to one (control_room.md c.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, hypot, radians

from lineside.kernel.errors import RuleBroken
from lineside.procedures.rules.cards import said

PLANNED, ENDED, CANCELLED = "planned", "ended", "cancelled"
LONGEST_EVENT = timedelta(days=31)
MOST_PLACES, NEAREST, WIDEST = 60, 50, 50_000
METRES_A_DEGREE = 111_320  # of latitude
CRS_LENGTH, HEADCODE_LENGTH, LONGEST_LINE, LONGEST_AREA = 3, 4, 5, 10
LONGEST_NAME, LONGEST_BRIEFING, LONGEST_NAMES, LONGEST_TALKGROUP = 120, 4000, 200, 60

LONGEST_OF = {
    "name": LONGEST_NAME,
    "area": LONGEST_AREA,
    "gold": LONGEST_NAMES,
    "silver": LONGEST_NAMES,
    "bronze": LONGEST_NAMES,
    "talkgroup": LONGEST_TALKGROUP,
    "briefing": LONGEST_BRIEFING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlan:
    """An operation order: when, where, who leads it. A place is any of stations, trains, a line or a circle."""

    name: str
    starts_at: datetime
    ends_at: datetime
    stations: tuple[str, ...] = ()  # three-letter codes
    headcodes: tuple[str, ...] = ()
    line: str = ""  # engineer's line reference
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    area: str = ""
    gold: str = ""
    silver: str = ""
    bronze: str = ""
    talkgroup: str = ""
    briefing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFacts:
    """What of a log tells whether it belongs to an event."""

    first_contact_at: datetime
    crs: str = ""
    headcode: str = ""
    line: str = ""
    lat: float | None = None
    lon: float | None = None


def check_plan(plan: EventPlan, at: datetime) -> EventPlan:
    """The order as it is kept: it ends after it begins and not before now, and it has a place."""
    if plan.ends_at <= plan.starts_at:
        raise RuleBroken("It ends before it begins; give a later end.", "ends_at")
    if plan.ends_at <= at:
        raise RuleBroken("It would be over already; give an end that is to come.", "ends_at")
    if plan.ends_at - plan.starts_at > LONGEST_EVENT:
        raise RuleBroken("An event lasts 31 days at most; plan another for the rest.", "ends_at")
    kept = replace(
        plan,
        name=said(plan.name, "name", missing="Say what the event is called."),
        stations=_codes(plan.stations, CRS_LENGTH, "stations", "A station is its three letters, as LDS."),
        headcodes=_codes(plan.headcodes, HEADCODE_LENGTH, "headcodes", "A train is its four characters, as 1A23."),
        line=plan.line.strip().upper(),
        area=plan.area.strip().upper(),
        briefing=plan.briefing.strip(),
        gold=said(plan.gold, "gold", shortest=0),
        silver=said(plan.silver, "silver", shortest=0),
        bronze=said(plan.bronze, "bronze", shortest=0),
        talkgroup=said(plan.talkgroup, "talkgroup", shortest=0),
    )
    for field, most in LONGEST_OF.items():
        check_words(getattr(kept, field), field, most)
    if len(kept.line) > LONGEST_LINE or (kept.line and not (kept.line.isascii() and kept.line.isalnum())):
        raise RuleBroken("A line is its engineer's reference, as ECM1.", "line")
    _check_circle(kept)
    if not (kept.stations or kept.headcodes or kept.line or kept.lat is not None):
        raise RuleBroken("Say where it is: stations, trains, a line, or a point and how far around it.", "stations")
    return kept


def check_words(words: str, field: str, most: int) -> None:
    """Nothing is cut off unseen."""
    if len(words) > most:
        raise RuleBroken(f"Keep this to {most} characters; it has {len(words)}.", field)


def _codes(typed: Iterable[str], length: int, field: str, sentence: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(each.strip().upper() for each in typed if each.strip()))
    if any(len(each) != length or not (each.isascii() and each.isalnum()) for each in codes):
        raise RuleBroken(sentence, field)
    if len(codes) > MOST_PLACES:
        raise RuleBroken(f"At most {MOST_PLACES} fit here; give a line or a point instead.", field)
    return codes


def _check_circle(plan: EventPlan) -> None:
    parts = (plan.lat, plan.lon, plan.radius_m)
    if all(each is None for each in parts):
        return
    if plan.lat is None or plan.lon is None or plan.radius_m is None:
        raise RuleBroken("A point needs its latitude, its longitude and how many metres around it.", "radius_m")
    if not (49.0 <= plan.lat <= 61.5 and -9.0 <= plan.lon <= 2.5):  # noqa: PLR2004 - Great Britain and its waters
        raise RuleBroken("That point is not in Great Britain.", "lat")
    if not NEAREST <= plan.radius_m <= WIDEST:
        raise RuleBroken(f"Give from {NEAREST} to {WIDEST} metres around it.", "radius_m")


def belongs(plan: EventPlan, log: LogFacts) -> str:
    """Why the log belongs to the event; nothing when it does not. Time and place must both be the event's."""
    if not plan.starts_at <= log.first_contact_at <= plan.ends_at:
        return ""
    if log.crs and log.crs in plan.stations:
        return f"at {log.crs}, in its time"
    if log.headcode and log.headcode.upper() in plan.headcodes:
        return f"train {log.headcode.upper()}, in its time"
    if log.line and log.line.upper() == plan.line:
        return f"on the line {plan.line}, in its time"
    away = metres_away(plan, log)
    if away is not None and plan.radius_m is not None and away <= plan.radius_m:
        return f"{away} m from its place, in its time"
    return ""


def metres_away(plan: EventPlan, log: LogFacts) -> int | None:
    """Metres from the event's point to the log's, good to a per cent over the distances of an event."""
    if plan.lat is None or plan.lon is None or log.lat is None or log.lon is None:
        return None
    north = (log.lat - plan.lat) * METRES_A_DEGREE
    east = (log.lon - plan.lon) * METRES_A_DEGREE * cos(radians((log.lat + plan.lat) / 2))
    return round(hypot(north, east))


def check_still_planned(state: str) -> None:
    if state != PLANNED:
        raise RuleBroken("This event is over; plan another.")


def tote(results: Iterable[tuple[bool, Iterable[str], int]], labels: Mapping[str, str]) -> list[tuple[str, int]]:
    """Figures of an event from its logs, each as (open, result codes, crimes): logs, then each result by its words."""
    logs = [(is_open, tuple(codes), crimes) for is_open, codes, crimes in results]
    counted = [("logs", len(logs)), ("open", sum(1 for is_open, _, _ in logs if is_open))]
    counted.append(("crimes recorded", sum(crimes for _, _, crimes in logs)))
    return counted + [(label, sum(codes.count(code) for _, codes, _ in logs)) for code, label in labels.items()]
