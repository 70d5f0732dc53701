"""The live rows of calls out, at the contact or in the log that they are for."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.callouts import queries
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow
from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.kernel.errors import NotFound
from lineside.ui.pages import Asking


def call_out(call_out_id: UUID) -> list[LiveRow]:
    try:
        row = queries.call_out(call_out_id)
    except NotFound:
        return []
    facts: dict[str, Any] = {"needs": CanContact.VIEW}
    if row.incident_id:
        incident = incident_row(row.incident_id)
        if incident is None:
            return []
        needs = CanIncident.VIEW_RESTRICTED if incident.is_restricted else CanIncident.VIEW
        facts = {"needs": needs, "area": incident.area, "restricted": incident.is_restricted}
    html = render_to_string("desks/_call_out_row.html", {"call": row})
    return [LiveRow(id=f"callout-{row.id}", list=f"callouts-{row.subject_id}", sort=str(row.id), html=html, **facts)]


def calls_out_of_contact(request: Asking, chosen: ContactRow) -> dict[str, Any]:
    """What the contact shows of calls placed for it, and where another is asked for."""
    return {
        "calls_out": queries.calls_about(request.actor, chosen.id),
        "calls_out_panel": _panel(request, "desks:contact-calls-out", chosen.id),
        "calls_out_for": chosen.id,
    }


def calls_out_of_incident(request: Asking, incident_id: UUID) -> dict[str, Any]:
    return {
        "calls_out": queries.calls_for(request.actor, incident_id),
        "calls_out_panel": _panel(request, "desks:log-calls-out", incident_id),
        "calls_out_for": incident_id,
    }


def _panel(request: Asking, name: str, key: UUID) -> str:
    return reverse(name, args=[key]) if request.actor.may(CanCallOut.PLACE) else ""
