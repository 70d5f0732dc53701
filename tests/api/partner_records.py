"""Transfers in the state that each deed asks for, and a message of an agency that could not be taken in."""

from datetime import timedelta
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.gateways.mait.commands import take_in_dead
from lineside.gateways.mait.reading import mapping_in_use
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.testing import clock
from lineside.partners import commands, rules
from lineside.partners.testing import GATEWAY, a_message, answer_of, make_heard, make_offered, make_transfer

Ids = dict[str, UUID]
TAKER = system_actor("tests", CanContact.RECEIVE, CanFile.STORE)


def records(_: Actor) -> Ids:
    row = make_transfer()
    return {"transfer_id": row.id, "message_id": row.messages.get(kind=rules.CREATE).id}


def accepted(_: Actor) -> Ids:
    row = make_transfer()
    make_heard(answer_of(row, rules.ACCEPT))
    return {"transfer_id": row.id}


def refused(_: Actor) -> Ids:
    row = make_transfer()
    make_heard(answer_of(row, rules.REJECT))
    return {"transfer_id": row.id}


def to_ring(_: Actor) -> Ids:
    row = make_transfer()
    with clock(row.offered_at + timedelta(seconds=61)):
        commands.raise_due()
    return {"transfer_id": row.id}


def offered_to_us(_: Actor) -> Ids:
    return {"transfer_id": make_offered().id}


def not_delivered(_: Actor) -> Ids:
    row = make_transfer()
    while message := commands.claim_message(actor=GATEWAY):
        commands.record_carriage(actor=GATEWAY, message_id=message.id, outcome=rules.DEAD, says="no such agency")
    return {"transfer_id": row.id, "message_id": row.messages.get(kind=rules.CREATE).id}


def not_shared_yet(_: Actor) -> Ids:
    return {"incident_id": make_incident("P").id}


def dead_message(_: Actor) -> Ids:
    raw = mapping_in_use().write(a_message())
    return {"dead_letter_id": take_in_dead(actor=TAKER, content=raw, why="Its sender was no agency of the directory.")}


READY = {
    "send_to_agency": not_shared_yet,
    "close_transfer": accepted,
    "settle_refusal": refused,
    "record_ring": to_ring,
    "accept_transfer": offered_to_us,
    "reject_transfer": offered_to_us,
    "send_message_again": not_delivered,
    "retry_dead_message": dead_message,
    "mark_exercise": not_shared_yet,
}
