"""The live rows of sickness: who is absent and whether the HR system knows; why is in none of them."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.sickness import queries as sickness
from lineside.sickness.permissions import CanSickness


def absence(absence_id: UUID) -> list[LiveRow]:
    row = sickness.absence_row(absence_id)
    if row is None:
        return []
    return [
        LiveRow(
            id=f"absence-{row.id}", list="absences", needs=CanSickness.VIEW, sort=sort_of(row), html=_as("row", row)
        ),
        LiveRow(id=f"absence-state-{row.id}", needs=CanSickness.VIEW, html=_as("state", row)),
        LiveRow(
            id=f"absence-owed-{row.id}",
            list="absences-owed",
            needs=CanSickness.VIEW,
            sort=sort_of(row),
            gone=not row.is_owed,
            html=_as("owed_row", row) if row.is_owed else "",
        ),
    ]


def sort_of(row: sickness.AbsenceRow) -> str:
    """What could not be delivered first, then the latest absence; who is back, last."""
    newest = f"{0xFFFFFFFFFFFF - (row.id.int >> 80):012x}"
    return f"{0 if row.is_owed else 2 if row.last_day else 1} {newest} {row.id}"


def _as(what: str, row: sickness.AbsenceRow) -> str:
    return render_to_string(f"desks/_absence_{what}.html", {"row": row, "sort": sort_of(row)})
