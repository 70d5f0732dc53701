"""Makers for tests."""

from typing import Any
from uuid import UUID

from lineside.dispatch.testing import make_unit
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.officer_emergencies.commands import Pressed, raise_emergency
from lineside.officer_emergencies.models import OfficerEmergency
from lineside.officer_emergencies.permissions import CanOfficerEmergency

RADIO = system_actor("radio", CanOfficerEmergency.RAISE)
WORKING = (CanOfficerEmergency.VIEW, CanOfficerEmergency.ANSWER, CanOfficerEmergency.RAISE, "dispatch.view")
ANSWERER = an_actor(*WORKING, name="Chris Vale")
OTHER = an_actor(*WORKING, name="Kim Osei", key=uuid7())


def make_emergency(actor: Actor = RADIO, unit_id: UUID | None = None, **facts: Any) -> OfficerEmergency:
    return raise_emergency(actor=actor, unit_id=unit_id or make_unit().id, **{"source": "status", **facts})


def make_radio_emergency(actor: Actor = RADIO) -> OfficerEmergency:
    """Of a radio whose unit nobody knows, another one each time."""
    return raise_emergency(actor=actor, source="status", pressed=Pressed(issi=f"{uuid7().int % 10**7:07}"))
