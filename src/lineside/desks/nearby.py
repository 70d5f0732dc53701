"""What is open around a place, or around a caller of whom no place is named yet."""

from dataclasses import dataclass

from lineside.contacts.queries import ContactRow
from lineside.gazetteer.queries import Located
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import IncidentRow, open_near
from lineside.ui.pages import Asking
from lineside.whereabouts.queries import fixes_of, sharpest


@dataclass(frozen=True, slots=True)
class Near:
    """Open incidents near a place."""

    place: str
    rows: list[IncidentRow]


def near_place(request: Asking, located: Located | None) -> Near | None:
    """Open incidents around the best reading; none while there is no place."""
    place = next((reading for reading in located.readings if reading.lat is not None), None) if located else None
    if place is None or place.lat is None or place.lon is None or not request.actor.may(CanIncident.VIEW):
        return None
    return Near(place=place.name, rows=open_near(request.actor, place.lat, place.lon))


def near_caller(request: Asking, chosen: ContactRow | None) -> Near | None:
    """While no place is named: around the sharpest position of the call."""
    best = sharpest(fixes_of(chosen)) if chosen and chosen.channel == "phone" else None
    if best is None or best.lat is None or best.lon is None or not request.actor.may(CanIncident.VIEW):
        return None
    within = f", within {best.uncertainty_m:.0f} m" if best.uncertainty_m else ""
    return Near(place=f"the position of the caller{within}", rows=open_near(request.actor, best.lat, best.lon))
