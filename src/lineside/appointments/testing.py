"""Makers for tests: a slot that was agreed for a scheduled log."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lineside.appointments.commands import Agreement, agree_appointment
from lineside.appointments.models import Appointment
from lineside.appointments.permissions import CanAppoint
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor

ARRANGER = an_actor(CanAppoint.VIEW, CanAppoint.WORK, *OPERATOR.permissions, name="Sam Okafor")


def agreement(**facts: Any) -> Agreement:
    asked = {"begins": now() + timedelta(hours=20), "attends": "BX12", "agreed_with": "Ms Bell", "place": "Leeds"}
    return Agreement(**{**asked, **facts})


def make_appointment(actor: Actor = ARRANGER, incident_id: UUID | None = None, **facts: Any) -> Appointment:
    key = incident_id or make_incident("S").id
    return agree_appointment(actor=actor, incident_id=key, agreement=agreement(**facts))
