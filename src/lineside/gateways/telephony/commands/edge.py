"""What the edge tells of a call by SIP: the call first, then its place; neither is lost by a fault in the other."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from lineside.contacts.commands import record_call_moment, settle_earlier_tries
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import call_named, has_earlier_tries, newest_call
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.gateways.telephony.calls import CallEvent, fault_in, in_our_time
from lineside.gateways.telephony.commands.dead import call_fact, take_in_dead
from lineside.gateways.telephony.edge import Lines, call_event, calls_from, fix_of, known_as, places_in
from lineside.gateways.telephony.sip import SipMessage, read_sip
from lineside.kernel.actors import Actor
from lineside.kernel.clock import FIRST_YEAR, now
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.whereabouts.commands import record_fix, refuse_fix

LATE = timedelta(seconds=30)  # after which a handler must know that the call was not told of as it came
NAME, LOCATED = "sip", "located"
WITHIN = (LOCATED, "ended")
log = logging.getLogger("lineside.telephony")


@command(needs=CanContact.RECEIVE)
def take_in_sip(
    *, actor: Actor, content: bytes, kind: str, at: datetime, lines: Lines, why: str = "", told_by: str = ""
) -> UUID:
    """A moment of a call as the message of its edge tells it, with every place in it; the contact that the call is."""
    # The bytes are kept on the edge's behalf: its key need not open the store of files.
    actor = actor.also(CanFile.STORE)
    message = read_sip(content)
    event = _timely(call_event(message, kind, at, lines, {"why": why, "came from": told_by}), now())
    if kind in WITHIN and not message.route:  # a telephone that keeps no route: its newest call is meant
        event = replace(event, call_id=newest_call(*known_as(message)) or event.call_id)
    known = call_named(event.call_id) if kind == LOCATED else None
    contact_id = known or _record(actor, replace(event, kind="offered") if kind == LOCATED else event)
    if kind in ("offered", LOCATED):
        _take_places(actor, message, contact_id, event.number)
    begun = calls_from(message, message.tag("from"))
    if kind in ("offered", "abandoned") and has_earlier_tries(begun):
        settle_earlier_tries(actor=actor, begun=begun)
    return contact_id


@command(needs=CanContact.RECEIVE)
def take_in_refused_sip(*, actor: Actor, event: CallEvent, why: str) -> UUID:
    """Of a message that we refused a person sees the call, its number and the time; its dead letter."""
    actor = actor.also(CanFile.STORE)
    return take_in_dead(actor=actor, gateway=NAME, event=event, why=f"Refused: {why}")


def _record(actor: Actor, event: CallEvent) -> UUID:
    if fault := fault_in(event, now()):
        raise RuleBroken(fault[1], fault[0])
    return record_call_moment(actor=actor, call=call_fact(event)).id


def _timely(event: CallEvent, moment: datetime) -> CallEvent:
    """A call that waited at the edge while we were away was heard late; a wrong clock there hides no caller."""
    event = in_our_time(event, moment)
    if event.at.year < FIRST_YEAR:
        return replace(event, at=moment)
    return replace(event, heard_late=event.kind == "offered" and moment - event.at > LATE)


def _take_places(actor: Actor, message: SipMessage, contact_id: UUID, number: str) -> None:
    """Each place that can be shown, and for a person whatever could not; a full disk costs us the bytes alone."""
    places, faults = places_in(message)
    raw_id = _kept(actor, message.raw)
    for place in places:
        try:
            record_fix(actor=actor, fix=replace(fix_of(place, message, contact_id, number, now()), raw_id=raw_id))
        except RuleBroken as refusal:
            faults.append(refusal.sentence)
    if faults:
        try:
            refuse_fix(
                actor=actor, gateway=NAME, content=message.raw, why=" ".join(faults), number=number,
                contact_id=contact_id,
            )  # fmt: skip
        except Refusal as refusal:
            log.error("A refused place is not kept: %s %s", " ".join(faults), refusal.sentence)  # noqa: TRY400 - no fault of ours


def _kept(actor: Actor, content: bytes) -> UUID | None:
    try:
        return store_file(actor=actor, content=content, name="call.sip", media_type="message/sip").id
    except Refusal as refusal:
        log.error("The message of a call is not kept: %s", refusal.sentence)  # noqa: TRY400 - no fault of ours
        return None
