"""Who asks, and how an incident is told."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from lineside.incidents import queries
from lineside.incidents.api.schemas import IncidentOut
from lineside.incidents.models import Incident
from lineside.kernel.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def seeing(request: HttpRequest, *incidents: UUID) -> Actor:
    """The actor, once it is sure that they may see each of these."""
    for incident_id in incidents:
        queries.incident(actor_of(request), incident_id)
    return actor_of(request)


def incident_out(incident: Incident) -> dict[str, Any]:
    return row_out(queries.as_row(incident))


def row_out(row: queries.IncidentRow) -> dict[str, Any]:
    facts = asdict(row)
    return {name: facts[name] for name in IncidentOut.model_fields}
