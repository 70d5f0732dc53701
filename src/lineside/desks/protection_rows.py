"""The live rows of line protection: the bar of every desk, the register, what a log shows, and fatalities."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.protection import queries
from lineside.protection.permissions import CanProtect
from lineside.ui.pages import Asking

if TYPE_CHECKING:
    from lineside.incidents.models import Incident


def bar() -> str:
    """Nothing while none is open."""
    now = queries.bar()
    return render_to_string("desks/_protection_bar.html", {"bar": now}) if now.count else ""


def bar_row() -> LiveRow:
    html = bar()
    return LiveRow(id="protection-bar", list="protection-bar", needs=CanProtect.VIEW, html=html, gone=not html)


def protection(protection_id: UUID) -> list[LiveRow]:
    """Its row of the register and what its log shows; the bar is told to everybody, for it names no place."""
    row = queries.row(protection_id)
    if row is None:
        return []
    facts: dict[str, Any] = {
        "needs": CanIncident.VIEW_RESTRICTED if row.is_restricted else CanProtect.VIEW,
        "area": row.area,
        "restricted": row.is_restricted,
    }
    html = render_to_string("desks/_protection_row.html", {"row": row})
    register = LiveRow(id=f"protection-{row.id}", list="protections", sort=sort_of(row), html=html, **facts)
    log = LiveRow(id=f"protections-of-{row.incident_id}", html=of_log(row.incident_id), **facts)
    return [bar_row(), register, log]


def beside_incident(incident_id: UUID) -> list[LiveRow]:
    """A unit that comes is a party, and one that is at the scene ends a clock: both change what the log shows."""
    rows = fatality(incident_id)
    open_ones = [each for each in queries.of_log(incident_id) if each.is_open] if queries.has_any(incident_id) else []
    return rows + [row for each in open_ones for row in protection(each.id)]


def fatality(incident_id: UUID) -> list[LiveRow]:
    incident = incident_row(incident_id)
    marks = queries.fatality_row(incident_id)
    if incident is None or marks is None:
        return []
    html = render_to_string("desks/_fatality_state.html", {"fatality": marks, "fatality_for": incident_id})
    needs = CanIncident.VIEW_RESTRICTED if incident.is_restricted else CanProtect.VIEW
    return [
        LiveRow(
            id=f"fatality-{incident_id}",
            needs=needs,
            area=incident.area,
            restricted=incident.is_restricted,
            html=html,
        )
    ]


def sort_of(row: queries.ProtectionRow) -> str:
    """Open before ended; the gravest level first, then the oldest."""
    return f"{0 if row.is_open else 1}-{9 - row.level.rank}-{row.requested_at.isoformat()}"


def of_log(incident_id: UUID) -> str:
    facts = {"protections": queries.of_log(incident_id), "protection_for": incident_id}
    return render_to_string("desks/_protection_state.html", facts)


def protection_of(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What a log shows of its protections, and where the forms are fetched."""
    if not request.actor.may(CanProtect.VIEW):
        return {"protections": None}
    may = request.actor.may(CanProtect.WORK)
    return {
        "protections": queries.of_log(chosen.id),
        "protection_for": chosen.id,
        "protection_panel": reverse("desks:log-protections", args=[chosen.id]) if may else "",
        "fatality": queries.fatality_of(chosen),
        "fatality_for": chosen.id,
        "fatality_panel": reverse("desks:log-fatality", args=[chosen.id]) if may else "",
    }
