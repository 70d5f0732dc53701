"""Press enquiries in the state that each deed asks for."""

from datetime import UTC, datetime
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.testing import clock
from lineside.press.queries import on_duty
from lineside.press.testing import make_enquiry, make_press_duty

Ids = dict[str, UUID]


def asked(_: Actor) -> Ids:
    with clock(datetime(2090, 1, 1, tzinfo=UTC)):
        duty = make_press_duty()
    return {"enquiry_id": make_enquiry().id, "press_duty_id": duty.id}


def an_enquiry(_: Actor) -> Ids:
    return {"enquiry_id": make_enquiry().id}


def with_officer(_: Actor) -> Ids:
    if on_duty() is None:
        make_press_duty()
    return {"enquiry_id": make_enquiry().id}


READY = {"pass_press_enquiry": with_officer, "note_press_said": an_enquiry, "close_press_enquiry": an_enquiry}
