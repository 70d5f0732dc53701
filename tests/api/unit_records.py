"""Units in the state that each deed asks for: crewed by who asks, at work, kept for an event."""

from datetime import timedelta
from uuid import UUID

from lineside.dispatch.commands import (
    Outfit,
    VehicleFacts,
    assign_unit,
    book_on_unit,
    record_state,
    record_vehicle,
    ring_fence_unit,
    take_off_road,
)
from lineside.dispatch.models import UnitMessage
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.people.models import Staff

CONFIDENTIAL = 12  # officer state: a confidential message
Ids = dict[str, UUID]


def sent(unit_id: UUID) -> Ids:
    """Sent to an incident, of which it was told by a message."""
    incident = make_incident(grade="P")
    assign_unit(actor=CONTROLLER, unit_id=unit_id, incident_id=incident.id)
    message = UnitMessage.objects.get(unit_id=unit_id)
    return {"unit_id": unit_id, "incident_id": incident.id, "unit_message_id": message.id}


def a_vehicle(plate: str) -> Ids:
    return {"vehicle_id": record_vehicle(actor=CONTROLLER, facts=VehicleFacts(registration=plate, kind="car")).id}


def off_road(_: Actor) -> Ids:
    ids = a_vehicle("LX71 BBB")
    take_off_road(actor=CONTROLLER, vehicle_id=ids["vehicle_id"], why="Clutch")
    return ids


def records(_: Actor) -> Ids:
    return {"unit_message_id": sent(make_unit("BX17").id)["unit_message_id"], **a_vehicle("LX71 AAA")}


def at_work(_: Actor) -> Ids:
    return sent(make_unit("BX18").id)


def crewed_by_them(actor: Actor) -> Ids:
    """The unit of whoever asks, sent to an incident."""
    assert actor.id
    key = Staff.objects.get(account_id=actor.id).id
    outfit = Outfit(kind="single", members=(key,), driver_id=key)
    return sent(book_on_unit(actor=CONTROLLER, call_sign="BX21", area="B", outfit=outfit).id)


def kept(_: Actor) -> Ids:
    unit, until = make_unit("BX22"), now() + timedelta(hours=1)
    ring_fence_unit(actor=CONTROLLER, unit_id=unit.id, for_what="Wembley", why="The final", until=until)
    return {"unit_id": unit.id}


def with_a_confidential_message(_: Actor) -> Ids:
    unit = make_unit("BX23")
    record_state(actor=CONTROLLER, unit_id=unit.id, state=CONFIDENTIAL)
    return {"unit_id": unit.id}


READY = {
    "put_on_road": off_road,
    "say_state": crewed_by_them,
    "say_line": crewed_by_them,
    "say_step": crewed_by_them,
    "send_photo": crewed_by_them,
    "say_all_well": at_work,
    "release_unit": kept,
    "answer_confidential": with_a_confidential_message,
}
