"""The live row of an incident that is on offer."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.gazetteer.queries import areas
from lineside.incidents import queries
from lineside.incidents.permissions import CanIncident


def offer(passing_id: UUID) -> list[LiveRow]:
    row = queries.offer_row(passing_id)
    if row is None:
        return []
    gone = not row.is_open or row.incident.closed_at is not None
    html = "" if gone else render_to_string("desks/_offer_row.html", {"row": row})
    return [
        LiveRow(
            id=f"offer-{row.id}",
            list="offers",
            needs=CanIncident.VIEW_RESTRICTED if row.incident.is_restricted else CanIncident.OWN,
            area=area,
            restricted=row.incident.is_restricted,
            sort=f"{row.offered_at.isoformat()} {row.id}",
            gone=gone,
            html=html,
        )
        for area in _areas_of(row)
    ]


def _areas_of(row: queries.OfferRow) -> list[str]:
    """Where it happens, and, where it is offered to an area, that one as well: both saw it, and both see it go."""
    asked = [row.to] if row.to in {each.code for each in areas()} else []
    return list(dict.fromkeys([row.incident.area, *asked]))
