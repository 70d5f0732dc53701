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
    return [
        LiveRow(
            id=f"offer-{row.id}",
            list="offers",
            needs=CanIncident.VIEW_RESTRICTED if row.incident.is_restricted else CanIncident.OWN,
            # Where it is offered to an area, it is that area's desk that has to see it.
            area=row.to if row.to in {each.code for each in areas()} else row.incident.area,
            restricted=row.incident.is_restricted,
            sort=f"{row.offered_at.isoformat()} {row.id}",
            gone=gone,
            html="" if gone else render_to_string("desks/_offer_row.html", {"row": row}),
        )
    ]
