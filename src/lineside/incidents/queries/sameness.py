"""Open incidents that may be the one in hand, or are near it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lineside.incidents import rules
from lineside.incidents.models import Incident
from lineside.incidents.queries.rows import WRITTEN, IncidentRow, rows_as_written, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now

MOST = 1000
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
    lately = visible_to(actor).filter(closed_at=None, opened_at__gte=at - timedelta(minutes=70)).order_by("-opened_at")
    same = {key: why for key, old in _sightings(lately) if (why := rules.why_the_same(new, old))}
    rows = rows_as_written(visible_to(actor), list(same))
    reasons = {key: why for (key, _), why in same.items()}
    return [PossibleDuplicate(row, reasons[row.id]) for row in rows]


def open_near(actor: Actor, lat: float, lon: float, metres: float = 2000) -> list[IncidentRow]:
    """Open incidents within so many metres, the nearest first."""
    here = rules.Sighting(at=now(), lat=lat, lon=lon)
    degrees = metres / METRES_A_DEGREE
    wide = degrees / max(cos(radians(lat)), 0.01)
    around = {"lat__range": (lat - degrees, lat + degrees), "lon__range": (lon - wide, lon + wide)}
    open_here = visible_to(actor).filter(closed_at=None, **around).order_by("-opened_at")
    away = {key: rules.metres_between(here, there) for key, there in _sightings(open_here)}
    near = {key: metres_away for key, metres_away in away.items() if metres_away is not None and metres_away <= metres}
    return rows_as_written(visible_to(actor), sorted(near, key=lambda key: near[key]))


def _sightings(found: QuerySet[Incident]) -> Iterator[tuple[tuple[UUID, str], rules.Sighting]]:
    """What tells one incident from another, by the key of its row: few columns of many, for the rows are at hand."""
    columns = ("id", "first_contact_at", "lat", "lon", "crs", "headcode", "informant_number", "opening_code")
    for key, at, lat, lon, crs, headcode, number, code, written in found.annotate(written=WRITTEN).values_list(
        *columns, "written"
    )[:MOST]:
        there = rules.Sighting(at=at, lat=lat, lon=lon, crs=crs, headcode=headcode, number=number, opening_code=code)
        yield (key, written), there
