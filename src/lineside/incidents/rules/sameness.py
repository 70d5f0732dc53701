"""Whether two reports may be one incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

DUPLICATE_FOR = timedelta(minutes=60)
DUPLICATE_METRES = 500


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
