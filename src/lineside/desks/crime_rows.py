"""The live rows of crimes: on each list of the crime desk, and how each stands beside its forms."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.crimes import queries as crimes
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import worklists
from lineside.crimes.queries.worklists import CrimeStanding
from lineside.desks.live_row import LiveRow
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident


def crimes_of(incident_id: UUID) -> list[LiveRow]:
    """The report among those to decide and those that are late, and each of its crimes."""
    incident = incidents.incident_row(incident_id)
    if incident is None:
        return []
    audience: dict[str, Any] = {
        "needs": CanIncident.VIEW_RESTRICTED if incident.is_restricted else CanCrime.VIEW,
        "area": incident.area,
        "restricted": incident.is_restricted,
    }
    found = _to_decide(incident_id, audience)
    for standing in worklists.standings_of(incident_id):
        found += [*_of_crime(standing, audience), *_of_transfers(standing, audience)]
    return found


def _to_decide(incident_id: UUID, audience: dict[str, Any]) -> list[LiveRow]:
    row = crimes.worklist_row(incident_id)
    late = row if row and row.is_overdue else None
    sort = row.first_report_at.isoformat() if row else ""
    html = render_to_string("desks/_crime_row.html", {"row": row}) if row else ""
    said = render_to_string("desks/_crime_row.html", {"row": late, "of_late": True}) if late else ""
    return [
        LiveRow(id=f"crime-{incident_id}", list="crimes", sort=sort, gone=row is None, html=html, **audience),
        LiveRow(id=f"crimelate-{incident_id}", list="crimes-late", sort=sort, gone=late is None, html=said, **audience),
    ]


def _of_crime(standing: CrimeStanding, audience: dict[str, Any]) -> list[LiveRow]:
    crime_id = standing.crime.id
    row = worklists.to_finalise_row(crime_id)
    html = render_to_string("desks/_crime_finalise_row.html", {"row": row}) if row else ""
    state = render_to_string("desks/_crime_state.html", {"standing": standing})
    return [
        LiveRow(
            id=f"crimefinalise-{crime_id}",
            list="crimes-finalise",
            sort=standing.crime.recorded_at.isoformat(),
            gone=row is None,
            html=html,
            **audience,
        ),
        LiveRow(id=f"crimestate-{crime_id}", html=state, **audience),
    ]


def _of_transfers(standing: CrimeStanding, audience: dict[str, Any]) -> list[LiveRow]:
    found = []
    for sent in standing.transfers:
        row = worklists.transfer_out_row(sent.id)
        html = render_to_string("desks/_crime_transfer_row.html", {"row": row}) if row else ""
        facts: dict[str, Any] = {
            "list": "crimes-transfers",
            "sort": sent.sent_at.isoformat(),
            "gone": row is None,
            "html": html,
        }
        found.append(LiveRow(id=f"crimetransfer-{sent.id}", **facts, **audience))
    return found
