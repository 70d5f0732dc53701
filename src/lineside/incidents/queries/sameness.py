"""Open incidents that may be the one in hand, or are near it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lineside.incidents import rules
from lineside.incidents.queries.rows import IncidentRow, as_row, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now


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
    here = rules.Sighting(at=now(), lat=lat, lon=lon)
    near = []
    for each in visible_to(actor).filter(closed_at=None).exclude(lat=None):
        away = rules.metres_between(here, rules.Sighting(at=now(), lat=each.lat, lon=each.lon))
        if away is not None and away <= metres:
            near.append(as_row(each))
    return near
