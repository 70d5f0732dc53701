"""What a log shows of its M/ETHANE, live: which version there is, and which stands in the log."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.desks.major_rows import major_of_log
from lineside.entries import queries
from lineside.entries.permissions import CanEnter
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.ui.pages import Asking


def methane(incident_id: UUID) -> list[LiveRow]:
    row = incident_row(incident_id)
    if row is None:
        return []
    html = render_to_string("desks/_methane_state.html", _facts(incident_id))
    needs = CanIncident.VIEW_RESTRICTED if row.is_restricted else CanEnter.VIEW
    return [
        LiveRow(id=f"methane-state-{incident_id}", needs=needs, area=row.area, restricted=row.is_restricted, html=html)
    ]


def entries_of(request: Asking, incident_id: UUID) -> dict[str, Any]:
    major = major_of_log(request.actor, incident_id)
    if not request.actor.may(CanEnter.VIEW):
        return major | {"may_enter": None}
    return major | _facts(incident_id) | {"may_enter": request.actor.may(CanEnter.WRITE)}


def _facts(incident_id: UUID) -> dict[str, Any]:
    return {"methane": queries.methane_of(incident_id), "methane_for": incident_id}
