"""A recorded crime under lock, and the line that tells of it on its log."""

from uuid import UUID

from lineside.crimes.commands.filing import take_file
from lineside.crimes.models import Crime
from lineside.crimes.queries.finals import standing_of
from lineside.crimes.queries.weighing import offices_of
from lineside.incidents.commands import add_log_entry
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.errors import NotFound
from lineside.kernel.models import locked

__all__ = ["offices_of", "say_on_log", "standing_of", "take_crime"]


def take_crime(actor: Actor, crime_id: UUID, seen_version: int | None) -> Crime:
    """The crime until commit, the file of its incident first; who may not see the incident finds none."""
    incident_id: UUID | None = Crime.objects.filter(id=crime_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound("There is no such crime.")
    seen_incident(actor, incident_id)
    take_file(incident_id, None)
    return locked(Crime, crime_id, seen_version)


def say_on_log(actor: Actor, crime: Crime, text: str) -> None:
    add_log_entry(actor=actor, incident_id=crime.incident_id, text=text[:8000], kind="crime", source="crimes")
