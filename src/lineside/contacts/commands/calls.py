"""Calls: the first moment heard makes the contact; the rest add to it in any order; gaps in our hearing are kept."""

from datetime import datetime
from uuid import UUID

from lineside.contacts.commands.opening import one_at_a_time, open_contact
from lineside.contacts.events import CallAbandoned, ContactChanged, HearingChanged
from lineside.contacts.models import CallMoment, Contact, HearingGap
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import (
    ABANDONED,
    NEEDED,
    OFFERED,
    RESOLVED,
    TAKEN,
    CallFact,
    check_call,
    check_call_back,
    normal_number,
    plain,
    risk_of_call,
    state_of_call,
    table,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked

TOLD_BY_THE_SWITCH = (
    "opened_at",
    "answered_at",
    "ended_at",
    "heard_late",
    "sender_name",
    "sender_address",
    "state",
    "handler_name",
    "call_back",
)


@command(needs=CanContact.RECEIVE)
def record_call_moment(*, actor: Actor, call: CallFact) -> Contact:  # noqa: ARG001
    """A moment heard twice is one moment; a moment of a call not heard of before makes its contact."""
    check_call(call)
    one_at_a_time(f"call:{call.switch_call_id}")
    contact = Contact.objects.select_for_update().filter(switch_call_id=call.switch_call_id).first()
    if contact and CallMoment.objects.filter(contact=contact, kind=call.kind, at=call.at).exists():
        return contact
    contact = contact or open_contact(_new(call))
    CallMoment(contact=contact, kind=call.kind, at=call.at, facts=call.facts).save()
    moments = list(CallMoment.objects.filter(contact=contact).values_list("kind", "at"))
    was = contact.state
    _tell(contact, call, moments)
    _keep(contact)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    if contact.state == ABANDONED and was != ABANDONED:
        announce(CallAbandoned(contact_id=contact.id, number=contact.sender_address))
    return contact


@command(needs=CanContact.TAKE)
def decide_call_back(*, actor: Actor, contact_id: UUID, decision: str, reason: str = "", seen_version: int) -> Contact:
    """Call the abandoned caller back, or not and why; until then the contact cannot be resolved."""
    contact = locked(Contact, contact_id, seen_version)
    contact.call_back = check_call_back(contact.channel, contact.call_back, decision, reason)
    contact.call_back_reason = reason.strip()
    if contact.state in (ABANDONED, OFFERED):
        contact.state, contact.handler_id, contact.handler_name = TAKEN, actor.id, actor.name
    contact.save()
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
    contact.state = state_of_call((kind for kind, _ in moments), contact.state)
    if call.kind == "answered" and not contact.handler_id:
        contact.handler_name = plain(str(call.facts.get("agent", "")))[:200] or contact.handler_name
    _ask_for_call_back(contact, was)


def _ask_for_call_back(contact: Contact, was: str) -> None:
    if contact.state == ABANDONED and not contact.call_back:
        contact.call_back = NEEDED
    elif contact.answered_at and contact.call_back == NEEDED:
        contact.call_back = ""  # the answer was only heard of late
    if was == RESOLVED:
        contact.state = RESOLVED
    # A person may take a ringing contact at the desk before the switch says that the caller gave up.
    elif contact.ended_at and not contact.answered_at and not contact.call_back:
        contact.call_back = NEEDED
