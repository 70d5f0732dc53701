"""The live rows of disruption: what a log shows of it, and each stranded train on every control desk of its area."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.desks.live_row import LiveRow
from lineside.disruption import queries
from lineside.disruption.permissions import CanDisruption
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import disruption_of, incident_row
from lineside.ui.pages import Asking

if TYPE_CHECKING:
    from lineside.incidents.models import Incident


def disruption(incident_id: UUID) -> list[LiveRow]:
    row = incident_row(incident_id)
    if row is None:
        return []
    seen: dict[str, Any] = {
        "needs": CanIncident.VIEW_RESTRICTED if row.is_restricted else CanDisruption.VIEW,
        "area": row.area,
        "restricted": row.is_restricted,
    }
    facts = state_facts(incident_id)
    trains = [
        LiveRow(
            id=f"stranded-{each.id}",
            list="stranded",
            sort=each.sort,
            gone=not each.is_open,
            html=render_to_string("desks/_stranded_row.html", {"row": each}) if each.is_open else "",
            **seen,
        )
        for each in facts["stranded"]
    ]
    state = render_to_string("desks/_disruption_state.html", facts)
    return [LiveRow(id=f"disruption-{incident_id}", html=state, **seen), *trains]


def state_facts(incident_id: UUID) -> dict[str, Any]:
    level = queries.level_of(incident_id)
    return {
        "disruption_for": incident_id,
        "disruption_level": level,
        "decided_label": disruption_of(level.decided) if level else None,
        "proposed_label": disruption_of(level.proposed) if level else None,
        "stranded": queries.stranded_of(incident_id),
    }


def disruption_beside(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What the log shows, and where the forms are fetched."""
    if not request.actor.may(CanDisruption.VIEW):
        return {"disruption_for": None}
    may = request.actor.may(CanDisruption.DECIDE) and chosen.closed_at is None
    return state_facts(chosen.id) | {
        "disruption_panel": reverse("desks:log-disruption", args=[chosen.id]) if may else ""
    }
