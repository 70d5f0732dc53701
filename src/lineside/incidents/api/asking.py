"""Who asks, and how an incident is told."""

from uuid import UUID

from lineside.incidents import queries
from lineside.incidents.api.schemas import IncidentOut
from lineside.incidents.models import Incident
from lineside.kernel.actors import Actor
from lineside.ui.pages import Asking


def seeing(request: Asking, *incidents: UUID) -> Actor:
    """The actor, once it is sure that they may see each of these."""
    for incident_id in incidents:
        queries.incident(request.actor, incident_id)
    return request.actor


def incident_out(incident: Incident) -> IncidentOut:
    return IncidentOut.model_validate(queries.as_row(incident))
