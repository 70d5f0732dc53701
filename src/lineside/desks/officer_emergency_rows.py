"""The live bar of an officer's emergency, on every desk of its area, with the facts that the take-over shows."""

from collections.abc import Collection
from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.officer_emergencies import queries
from lineside.officer_emergencies.permissions import CanOfficerEmergency

LIST = "officer-emergencies"


def emergency(emergency_id: UUID) -> list[LiveRow]:
    row = queries.row_of(emergency_id)
    return _rows(row) if row else []


def of_units(unit_ids: Collection[UUID]) -> list[LiveRow]:
    """Those of them in an emergency have moved: their last three fixes are shown."""
    return [live for row in queries.open_of_units(unit_ids) for live in _rows(row)]


def bar(row: queries.EmergencyRow) -> str:
    return render_to_string("desks/_officer_emergency_bar.html", {"row": row})


def _rows(row: queries.EmergencyRow) -> list[LiveRow]:
    """To the desks of its area, and once it was told to them to the supervisors of every other."""
    html = "" if row.is_over else bar(row)
    audience = [(CanOfficerEmergency.VIEW, row.area)]
    if row.to_supervisors:
        audience.append((CanOfficerEmergency.SUPERVISE, ""))
    return [
        LiveRow(
            id=f"officer-emergency-{row.id}",
            list=LIST,
            needs=needs,
            area=area,
            sort=row.sort,
            gone=row.is_over,
            html=html,
        )
        for needs, area in audience
    ]
