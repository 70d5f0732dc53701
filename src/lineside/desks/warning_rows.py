"""The live rows of requests to warn witnesses."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.witnesses import queries
from lineside.witnesses.permissions import CanWarn


def warning(warning_id: UUID) -> list[LiveRow]:
    row = queries.row_of(warning_id)
    if row is None:
        return []
    gone = row.is_over
    html = "" if gone else render_to_string("desks/_warning_row.html", {"row": row})
    return [LiveRow(id=f"warning-{row.id}", list="warnings", needs=CanWarn.VIEW, sort=row.sort, gone=gone, html=html)]
