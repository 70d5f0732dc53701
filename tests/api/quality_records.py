"""Contacts that are scored, in the state that each deed asks for."""

from datetime import date
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.quality.commands import draw_week
from lineside.quality.testing import LEAD, make_agreed, make_differing, make_ended_contact, make_review, make_seal

EARLIER = date(2026, 9, 7)  # not the week of the operation's own example
Ids = dict[str, UUID]


def a_review(_: Actor) -> Ids:
    return {"review_id": make_review().id}


def a_draw(_: Actor) -> Ids:
    make_seal()
    return {"draw_id": draw_week(actor=LEAD, week=EARLIER).id}


def a_seal(_: Actor) -> Ids:
    make_seal()
    return {}


def ended(_: Actor) -> Ids:
    return {"contact_id": make_ended_contact()}


def differing(_: Actor) -> Ids:
    return {"review_id": make_differing().id}


def mine(actor: Actor) -> Ids:
    return {"review_id": make_agreed(actor).id}


READY = {"take_by_hand": ended, "decide_review": differing, "answer_result": mine, "draw_week": a_seal}
