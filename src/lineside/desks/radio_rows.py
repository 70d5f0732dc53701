"""The live rows of lost radios: in their list, in what the supervisor owes, and how one stands."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.radios import queries as radios
from lineside.radios.permissions import CanRadio


def radio(radio_id: UUID) -> list[LiveRow]:
    row = radios.radio_row(radio_id)
    if row is None:
        return []
    return [
        LiveRow(id=f"radio-{row.id}", list="radios", needs=CanRadio.VIEW, sort=sort_of(row), html=_as("row", row)),
        LiveRow(id=f"radio-state-{row.id}", needs=CanRadio.VIEW, html=_as("state", row)),
        LiveRow(
            id=f"radio-owed-{row.id}",
            list="radios-owed",
            needs=CanRadio.VIEW,
            sort=sort_of(row),
            gone=not row.is_owed,
            html=_as("owed_row", row) if row.is_owed else "",
        ),
    ]


def sort_of(row: radios.RadioRow) -> str:
    """What waits for a person first, then the longest missed; what is back, last."""
    return f"{2 if row.state == 'back' else 0 if row.is_owed else 1} {row.missed_at.isoformat()} {row.id}"


def _as(what: str, row: radios.RadioRow) -> str:
    return render_to_string(f"desks/_radio_{what}.html", {"row": row, "sort": sort_of(row)})
