"""Calls: the first moment heard makes the contact; the rest add to it in any order; gaps in our hearing are kept."""

import logging
from datetime import datetime
from uuid import UUID

from lineside.contacts.commands.hands import answered_at, free_kept, heard_of, permit_taking, taken_by
from lineside.contacts.commands.opening import one_at_a_time, open_contact
from lineside.contacts.events import CallAbandoned, ContactChanged, HearingChanged
from lineside.contacts.models import CallMoment, Contact, HearingGap
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import (
    ABANDONED,
    ASKED_BACK,
    NEEDED,
    OFFERED,
    RESOLVED,
    TAKEN,
    WILL_CALL,
    WILL_NOT_CALL,
    CallFact,
    check_call,
    check_call_back,
    emergency,
    normal_number,
    plain,
    risk_of_call,
    state_of_call,
    table,
)
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.pole.commands import permit_way_out
from lineside.pole.queries import kinds_standing_on

TRIED_AGAIN = "duplicate"
log = logging.getLogger("lineside.contacts")
TOLD_BY_THE_SWITCH = (
    "opened_at",
    "answered_at",
    "ended_at",
    "heard_late",
    "sender_name",
    "sender_address",
    "state",
    "handler_id",
    "handler_name",
    "call_back",
    "ring_back_by",
    "silent",
    "relay",
    "risk",
    "risk_why",
)


@command(needs=CanContact.RECEIVE)
def record_call_moment(*, actor: Actor, call: CallFact) -> Contact:
    """A moment heard twice is one moment; a moment of a call not heard of before makes its contact."""
    check_call(call)
    one_at_a_time(f"call:{call.switch_call_id}")
    contact = Contact.objects.select_for_update().filter(switch_call_id=call.switch_call_id).first()
    if contact and CallMoment.objects.filter(contact=contact, kind=call.kind, at=call.at).exists():
        return contact
    contact = contact or open_contact(_new(call))
    CallMoment(contact=contact, kind=call.kind, at=call.at, facts=call.facts, raw_id=_kept(actor, call)).save()
    moments = list(CallMoment.objects.filter(contact=contact).values_list("kind", "at"))
    was, had_it = contact.state, contact.handler_id
    _tell(contact, call, moments)
    _keep(contact)
    heard_of(contact, call.kind, had_it)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    if contact.state == ABANDONED and was != ABANDONED:
        free_kept(contact)
        announce(CallAbandoned(contact_id=contact.id, number=contact.sender_address))
    return contact


@command(needs=CanContact.RECEIVE)
def settle_earlier_tries(*, actor: Actor, begun: str) -> int:  # noqa: ARG001
    """Who was turned away and tries again stands in one place: of the tries so named only the last is owed a call."""
    tries = list(
        Contact.objects.select_for_update().filter(switch_call_id__startswith=begun).order_by("opened_at", "id")
    )
    owed = [each for each in tries[:-1] if each.state == ABANDONED and each.call_back == NEEDED and not each.handler_id]
    for each in owed:
        each.call_back, each.ring_back_by, each.has_news = WILL_NOT_CALL, None, False
        each.call_back_reason = each.disposition_reason = f"They tried again at once: {tries[-1].reference}."
        each.state, each.disposition = RESOLVED, TRIED_AGAIN
        each.disposition_edition = table("dispositions", uk_day(now())).edition
        each.save()
        announce(ContactChanged(contact_id=each.id, state=each.state))
    return len(owed)


@command(needs=CanContact.TAKE)
def decide_call_back(*, actor: Actor, contact_id: UUID, decision: str, reason: str = "", seen_version: int) -> Contact:
    """Call the abandoned caller back, or not and why; until then the contact cannot be resolved."""
    contact = locked(Contact, contact_id, seen_version)
    contact.call_back = check_call_back(contact.channel, contact.call_back, decision, reason)
    if contact.call_back == WILL_CALL:
        permit_way_out(actor, way="call", to=contact.sender_address, reason=reason)
    contact.call_back_reason = reason.strip()
    if contact.call_back == WILL_NOT_CALL:
        contact.ring_back_by = None
    is_taken = contact.state in (ABANDONED, OFFERED)
    if is_taken:
        permit_taking(actor, contact)
        contact.state, contact.handler_id, contact.handler_name = TAKEN, actor.id, actor.name
    contact.save()
    if is_taken:
        taken_by(actor, contact)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


@command(needs=CanContact.RECEIVE)
def begin_hearing_gap(*, actor: Actor, gateway: str, started_at: datetime, why: str = "") -> HearingGap:  # noqa: ARG001
    """The gateway lost its ear; a gap that is open already stays the one it is."""
    one_at_a_time(f"gap:{gateway}")
    known = HearingGap.objects.filter(gateway=gateway, ended_at=None).first()
    if known:
        return known
    gap = HearingGap(gateway=gateway, started_at=started_at, why=why[:300])
    gap.save()
    announce(HearingChanged(gateway=gateway, gap_id=gap.id))
    return gap


@command(needs=CanContact.RECEIVE)
def end_hearing_gap(*, actor: Actor, gap_id: UUID, ended_at: datetime, heard_late: int = 0) -> HearingGap:  # noqa: ARG001
    gap = locked(HearingGap, gap_id)
    if gap.ended_at is None:
        gap.ended_at, gap.heard_late = max(ended_at, gap.started_at), heard_late
        gap.save()
        announce(HearingChanged(gateway=gap.gateway, gap_id=gap.id))
    return gap


def _kept(actor: Actor, call: CallFact) -> UUID | None:
    """The bytes that told the moment; a full disk costs us the bytes alone, and never the call."""
    if call.original is None:
        return None
    # Kept on the switch's behalf: its key need not open the store of files.
    actor = actor.also(CanFile.STORE)
    sent = call.original
    try:
        return store_file(actor=actor, content=sent.content, name=sent.name, media_type=sent.media_type).id
    except Refusal as refusal:
        log.error("What told of a call is not kept: %s", refusal.sentence)  # noqa: TRY400 - no fault of ours
        return None


def _keep(contact: Contact) -> None:
    """Without a new version: what a handler is typing must not be refused because the caller hung up meanwhile."""
    Contact.objects.filter(pk=contact.pk).update(**{name: getattr(contact, name) for name in TOLD_BY_THE_SWITCH})


def _new(call: CallFact) -> Contact:
    on = uk_day(now())
    line = table("line_types", on).by_code.get(call.line_type, {})
    return Contact(
        channel="phone",
        box_or_line=plain(call.line_type)[:40],
        state=OFFERED,
        risk=risk_of_call(call.line_type, on),
        sender_name=plain(call.name)[:200],
        sender_address=normal_number(call.number),
        subject="",
        gist=f"Call on {line.get('label', plain(call.line_type))}"[:200],
        opened_at=call.at,
        switch_call_id=call.switch_call_id,
        has_news=True,
    )


def _tell(contact: Contact, call: CallFact, moments: list[tuple[str, datetime]]) -> None:
    """Work the contact out anew from every moment known, so that their order does not matter."""
    contact.opened_at = min(at for _, at in moments)
    contact.answered_at = min((at for kind, at in moments if kind == "answered"), default=None)
    contact.ended_at = max((at for kind, at in moments if kind in ("ended", "abandoned")), default=None)
    contact.heard_late = contact.heard_late or call.heard_late
    contact.sender_name = contact.sender_name or plain(call.name)[:200]
    contact.sender_address = contact.sender_address or normal_number(call.number)
    was = contact.state
    if call.kind == "answered" and contact.call_back == ASKED_BACK:
        contact.state = OFFERED  # they were put through after all, and are not waiting to be rung
    contact.state = state_of_call((kind for kind, _ in moments), contact.state)
    if call.kind == "answered" and not contact.handler_id:
        contact.handler_name = plain(str(call.facts.get("agent", "")))[:200] or contact.handler_name
        answered_at(contact, str(call.facts.get("telephone", "")))
    contact.silent = emergency.silent_told(call.facts, contact.silent)
    line = table("line_types", uk_day(now())).by_code.get(contact.box_or_line, {})
    contact.relay = emergency.relay_told(call.facts, line, contact.relay, uk_day(now()))
    weighed_silent(contact)
    _ask_for_call_back(contact, was)


def weighed_silent(contact: Contact) -> None:
    """A call on which nobody speaks stands higher in the queue; it never falls by it."""
    if not contact.silent:
        return
    silence = emergency.weigh_silence(contact.silent, kinds_standing_on(contact.sender_address), uk_day(now()))
    if silence and silence.risk > contact.risk:
        contact.risk, contact.risk_why = silence.risk, silence.why


def _ask_for_call_back(contact: Contact, was: str) -> None:
    if contact.state == ABANDONED and not contact.call_back:
        _lost(contact)
    elif contact.answered_at and contact.call_back in (NEEDED, ASKED_BACK):
        contact.call_back, contact.ring_back_by = "", None  # the answer was only heard of late
    if was == RESOLVED:
        contact.state = RESOLVED
    # A person may take a ringing contact at the desk before the switch says that the caller gave up.
    elif contact.ended_at and not contact.answered_at and not contact.call_back:
        _lost(contact)


def _lost(contact: Contact) -> None:
    """Somebody decides on ringing back, and by when."""
    contact.call_back = NEEDED
    since = contact.ended_at or contact.opened_at
    contact.ring_back_by = emergency.ring_back_by(contact.box_or_line, since, uk_day(now()))
