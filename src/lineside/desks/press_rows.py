"""The live rows of press enquiries."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.press import queries
from lineside.press.permissions import CanPress


def enquiry(enquiry_id: UUID) -> list[LiveRow]:
    row = queries.row_of(enquiry_id)
    if row is None:
        return []
    html = "" if row.is_over else render_to_string("desks/_press_row.html", {"row": row})
    return [
        LiveRow(id=f"press-{row.id}", list="press", needs=CanPress.VIEW, sort=row.sort, gone=row.is_over, html=html)
    ]
