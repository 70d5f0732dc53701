"""Makers for tests: an incident of a type with a card taken on."""

from uuid import UUID

from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.testing import an_actor
from lineside.procedures.commands import take_card
from lineside.procedures.models import Card
from lineside.procedures.permissions import CanProcedure

WORKER = an_actor(*CanProcedure, *CanIncident, name="Kim Osei")


def make_card(code: str = "FARE", actor: Actor = WORKER, incident_id: UUID | None = None) -> Card:
    key = incident_id or make_incident("P", opening_code="FARE", summary="Will not pay and will not leave").id
    return take_card(actor=actor, incident_id=key, code=code)
