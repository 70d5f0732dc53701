"""The live row of a handover sheet: that it waits, and that it was taken, before the desk that gave it."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.handovers import queries
from lineside.handovers.permissions import CanHandOver


def sheet(sheet_id: UUID) -> list[LiveRow]:
    row = queries.sheet_row(sheet_id)
    if row is None:
        return []
    gone = not row.is_waiting and row.taken_at is None
    html = "" if gone else render_to_string("desks/_handover_row.html", {"row": row})
    return [
        LiveRow(
            id=f"handover-{row.id}", list="handovers", needs=CanHandOver.VIEW, sort=sort_of(row), gone=gone, html=html
        )
    ]


def sort_of(row: queries.SheetRow) -> str:
    """What waits stands first, then the newest."""
    return f"{0 if row.is_waiting else 1} {9_999_999_999 - int(row.given_at.timestamp())} {row.id}"
