"""The live rows of planned events: the list, and the figures of one."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.procedures import queries
from lineside.procedures.permissions import CanProcedure


def event(event_id: UUID) -> list[LiveRow]:
    row = queries.event_row(event_id)
    if row is None:
        return []
    apart = {"event": row, "tote_restricted": queries.event_tote(event_id, restricted=True)}
    tote = render_to_string("desks/_event_tote.html", {"event": row, "tote": queries.event_tote(event_id)})
    return [
        LiveRow(
            id=f"event-{row.id}",
            list="events",
            needs=CanProcedure.VIEW,
            area=row.area,
            sort=row.starts_at.isoformat(),
            gone=row.is_over,
            html="" if row.is_over else render_to_string("desks/_event_row.html", {"row": row}),
        ),
        LiveRow(id=f"event-tote-{row.id}", needs=CanProcedure.VIEW, area=row.area, html=tote),
        LiveRow(
            id=f"event-tote-restricted-{row.id}",
            needs=CanIncident.VIEW_RESTRICTED,
            area=row.area,
            restricted=True,
            html=render_to_string("desks/_event_tote_restricted.html", apart),
        ),
    ]
