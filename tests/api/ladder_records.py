"""Incidents on a rung and on offer, for what is done there."""

from datetime import timedelta
from uuid import UUID

from lineside.access.testing import make_account
from lineside.handovers.testing import SEES_NO_LOGS, make_sheet
from lineside.incidents.commands import climb
from lineside.incidents.testing import OPERATOR, make_incident, make_offer
from lineside.kernel.actors import Actor
from lineside.kernel.testing import clock
from lineside.people.commands import book_on
from lineside.people.testing import PLANNER, make_duty, make_staff

Ids = dict[str, UUID]


def on_a_rung(actor: Actor) -> Ids:
    incident = make_incident("I", actor=actor)
    with clock(incident.opened_at + timedelta(minutes=5)):
        climb()
    return {"incident_id": incident.id}


def offered_to_them(_: Actor) -> Ids:
    return {"incident_id": make_offer(actor=OPERATOR).incident_id}


def offered_by_them(actor: Actor) -> Ids:
    return {"incident_id": make_offer(actor=actor).incident_id}


def a_sheet_of_nothing(_: Actor) -> Ids:
    """As the example ticks it: each section, in which there is nothing."""
    return {"sheet_id": make_sheet("Control South", SEES_NO_LOGS).id}


def leaving(_: Actor) -> Ids:
    """One who leaves, and one who is there to take over."""
    goes, stays = (
        make_duty(make_staff(number, account_id=make_account("communications_officer", username=number).id))
        for number in ("C3001", "C3002")
    )
    for duty in (goes, stays):
        book_on(actor=PLANNER, duty_id=duty.id)
    return {"duty_id": goes.id, "to_id": stays.staff.account_id or stays.staff.id}


def records(_: Actor) -> Ids:
    return {"sheet_id": make_sheet().id}


READY = {
    "acknowledge_rung": on_a_rung,
    "accept_incident": offered_to_them,
    "refuse_incident": offered_to_them,
    "keep_incident": offered_by_them,
    "leave_desk": leaving,
    "take_sheet": a_sheet_of_nothing,
}
