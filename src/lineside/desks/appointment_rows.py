"""The live rows of appointments: at their log, in the diary, and near or missed above the board."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.appointments import queries
from lineside.appointments.permissions import CanAppoint
from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.ui.pages import Asking

if TYPE_CHECKING:
    from lineside.incidents.models import Incident


def appointment(incident_id: UUID) -> list[LiveRow]:
    row = incident_row(incident_id)
    if row is None:
        return []
    seen: dict[str, Any] = {
        "needs": CanIncident.VIEW_RESTRICTED if row.is_restricted else CanAppoint.VIEW,
        "area": row.area,
        "restricted": row.is_restricted,
    }
    found = queries.of_log(incident_id)
    state = render_to_string("desks/_appointment_state.html", {"appointments_for": incident_id, "appointments": found})
    rows = [LiveRow(id=f"appointments-{incident_id}", html=state, **seen)]
    for each in found:
        is_near = each.is_open and each.reminded_at is not None
        rows += [
            _in_list(each, "diary", "diary", gone=not each.is_open, **seen),
            _in_list(each, "appointments-near", "near", gone=not is_near, **seen),
        ]
    return rows


def _in_list(row: queries.AppointmentRow, name: str, where: str, *, gone: bool, **seen: Any) -> LiveRow:
    html = "" if gone else render_to_string("desks/_appointment_row.html", {"row": row, "where": where})
    return LiveRow(id=f"appointment-{where}-{row.id}", list=name, sort=row.sort, gone=gone, html=html, **seen)


def appointments_beside(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What the log shows, and where the forms are fetched; a slot is agreed for a scheduled log alone."""
    if not request.actor.may(CanAppoint.VIEW):
        return {"appointments_for": None}
    found = queries.of_log(chosen.id)
    may = request.actor.may(CanAppoint.WORK) and chosen.closed_at is None
    is_for_it = chosen.grade == "S" or any(each.is_open for each in found)
    panel = reverse("desks:log-appointments", args=[chosen.id]) if may and is_for_it else ""
    return {"appointments_for": chosen.id, "appointments": found, "appointments_panel": panel}
