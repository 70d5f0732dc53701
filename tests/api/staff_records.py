"""Lost radios and sickness in the state that each deed asks for."""

from datetime import date, timedelta
from uuid import UUID

from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.testing import clock
from lineside.radios.commands import FoundFacts, claim_order, give_up_waiting, report_found
from lineside.radios.permissions import CanRadio
from lineside.radios.testing import make_approved, make_lost_radio, make_order
from lineside.sickness.testing import make_absence

Ids = dict[str, UUID]
FIRST_DAY = date(2026, 11, 25)  # before the day that the example of its end names, whatever day it is today


def reported(_: Actor) -> Ids:
    absence = make_absence("C2003", dead=True)
    return {
        "radio_id": make_lost_radio().id,
        "order_id": make_order(make_lost_radio("7301239")).id,
        "absence_id": absence.id,
        "notice_id": absence.notices.get().id,
    }


def a_radio_in_hand(_: Actor) -> Ids:
    radio = make_lost_radio("7301238")
    found = FoundFacts(issi=radio.issi, found_by="Robin Vale", found_at=now(), place="Leeds")
    return {"radio_id": report_found(actor=system_actor("tests", *CanRadio), facts=found).id}


def an_unanswered_order(_: Actor) -> Ids:
    order = make_approved(make_lost_radio("7301237"))
    claim_order(actor=system_actor("tests", *CanRadio))
    with clock(now() + timedelta(minutes=2)):
        give_up_waiting(actor=system_actor("tests", *CanRadio))
    return {"order_id": order.id}


def somebody_sick(_: Actor) -> Ids:
    return {"absence_id": make_absence("C4711", first_day=FIRST_DAY).id}


READY = {"return_radio": a_radio_in_hand, "send_order_again": an_unanswered_order, "end_absence": somebody_sick}
