"""A slot that stands, and a scheduled log without one."""

from collections.abc import Callable
from uuid import UUID

from lineside.appointments.testing import make_appointment
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    return {"appointment_id": make_appointment().id}


def a_scheduled_log(_: Actor) -> Ids:
    return {"incident_id": make_incident("S").id}


READY: dict[str, Callable[[Actor], Ids]] = {
    **dict.fromkeys(("rearrange_appointment", "end_appointment"), records),
    "agree_appointment": a_scheduled_log,
}
