"""Promises, referrals and repeat victims in the state that each deed asks for."""

from uuid import UUID

from lineside.crimes.testing import make_crime, make_old_crime, make_sent
from lineside.entries.commands import log_methane
from lineside.entries.testing import WRITER, make_methane, make_read_methane
from lineside.interpreters.testing import make_interpreter
from lineside.kernel.actors import Actor
from lineside.pole.models import Person
from lineside.promises.testing import make_promise
from lineside.safeguarding.commands import share_referral
from lineside.safeguarding.testing import UNIT, make_accepted, make_referral, make_returned

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    """What the paths of these rooms name."""
    return {
        "promise_id": make_promise().id,
        "methane_id": make_methane().id,
        "interpreter_request_id": make_interpreter().id,
        "crime_transfer_id": make_sent().id,
        **shared(_),
    }


def an_old_crime(_: Actor) -> Ids:
    return {"crime_id": make_old_crime().id}


def shared(_: Actor) -> Ids:
    row = make_accepted()
    return {"referral_id": row.id, "share_id": share_referral(actor=UNIT, referral_id=row.id, agency="health").id}


def sent(_: Actor) -> Ids:
    return {"referral_id": make_referral().id}


def returned(_: Actor) -> Ids:
    return {"referral_id": make_returned().id}


def saved(_: Actor) -> Ids:
    return {"methane_id": make_read_methane().id}


def in_the_log(_: Actor) -> Ids:
    return {"methane_id": log_methane(actor=WRITER, methane_id=make_read_methane().id).id}


def a_victim(_: Actor) -> Ids:
    make_crime()
    return {"person_id": Person.objects.latest("id").id}


READY = {
    "give_outcome": an_old_crime,
    "acknowledge_repeat": a_victim,
    "log_methane": saved,
    "tell_agency_of_methane": in_the_log,
    "acknowledge_referral": sent,
    "accept_referral": sent,
    "return_referral": sent,
    "send_referral_again": returned,
}
