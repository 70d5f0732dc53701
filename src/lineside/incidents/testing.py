"""Makers for tests."""

from datetime import datetime, timedelta
from typing import Any

from lineside.incidents import commands
from lineside.incidents.models import Incident, Passing
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor

EVERYTHING = tuple(CanIncident)
NOT_THEIRS = (CanIncident.LOWER_IMMEDIATE, CanIncident.HEAR_FROM_SECOND, CanIncident.HEAR_FROM_THIRD)
OPERATOR = an_actor(*(right for right in EVERYTHING if right not in NOT_THEIRS), name="Sam Okafor")


def make_incident(grade: str = "", actor: Actor = OPERATOR, **facts: Any) -> Incident:
    asked = {
        "summary": "Two people shouting at staff by the gates",
        "opening_code": "ASB",
        "place_text": "Leeds",
        "place": {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"},
        "place_status": "confirmed",
        "desk": "C",
        **facts,
    }
    incident = commands.open_incident(actor=actor, opening=commands.Opening(**asked))
    return assessed_grade(incident, grade, actor=actor) if grade else incident


def assessed_grade(incident: Incident, grade: str, actor: Actor = OPERATOR, **facts: Any) -> Incident:
    """Graded as after a THRIVE, which the room above would have recorded."""
    asked = {"assessment_id": uuid7(), **facts}
    return commands.grade_incident(actor=actor, incident_id=incident.id, grade=grade, **asked)


def make_offer(incident: Incident | None = None, to: str = "FCRL", actor: Actor = OPERATOR) -> Passing:
    """An incident of this actor that stands on offer."""
    offered = commands.offer_incident(actor=actor, incident_id=(incident or make_incident("P", actor)).id, to=to)
    return Passing.objects.get(incident=offered, answered_at=None)


def waited(incident: Incident, minutes: float) -> datetime:
    """The moment at which it has stood so long without a unit."""
    return (incident.waiting_since or incident.opened_at) + timedelta(minutes=minutes)
