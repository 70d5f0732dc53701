"""Open incidents that may be the one in hand, or are near it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from lineside.incidents import rules
from lineside.incidents.queries.rows import IncidentRow, as_row, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now

METRES_A_DEGREE = 110_000  # of latitude; a little under, so that the box is never too small


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    row: IncidentRow
    why: str


def possible_duplicates(
    actor: Actor, *, place: dict[str, Any], at: datetime, number: str = "", opening_code: str = ""
) -> list[PossibleDuplicate]:
    """Open incidents that may be the same, with why (control_room.md c.2: same time and place, caller or train)."""
    rules.check_place(place, "unknown")
    rules.check_event_time(at, now())
    new = rules.Sighting(
        at=at,
        lat=place.get("lat"),
        lon=place.get("lon"),
        crs=place.get("crs") or "",
        headcode=place.get("headcode") or "",
        number=number,
        opening_code=opening_code,
    )
    near = visible_to(actor).filter(closed_at=None, opened_at__gte=at - timedelta(minutes=70))
    found = []
    for each in near.order_by("-opened_at")[:1000]:
        old = rules.Sighting(
            at=each.first_contact_at,
            lat=each.lat,
            lon=each.lon,
            crs=each.crs,
            headcode=each.headcode,
            number=each.informant_number,
            opening_code=each.opening_code,
        )
        if why := rules.why_the_same(new, old):
            found.append(PossibleDuplicate(as_row(each), why))
    return found


def open_near(actor: Actor, lat: float, lon: float, metres: float = 2000) -> list[IncidentRow]:
    """Open incidents within so many metres, the nearest first."""
    here = rules.Sighting(at=now(), lat=lat, lon=lon)
    degrees = metres / METRES_A_DEGREE
    wide = degrees / max(cos(radians(lat)), 0.01)
    around = {"lat__range": (lat - degrees, lat + degrees), "lon__range": (lon - wide, lon + wide)}
    near = []
    for each in visible_to(actor).filter(closed_at=None, **around):
        away = rules.metres_between(here, rules.Sighting(at=now(), lat=each.lat, lon=each.lon))
        if away is not None and away <= metres:
            near.append((away, each))
    return [as_row(each) for _, each in sorted(near, key=lambda one: (one[0], one[1].opened_at))]
