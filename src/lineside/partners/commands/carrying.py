"""What the machine does: takes messages in, each once and whole, claims what goes out, tells what became of it."""

import hashlib
from datetime import datetime
from uuid import UUID

from lineside.contacts.commands import Arrival, one_at_a_time, receive_message
from lineside.contacts.permissions import CanContact
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked
from lineside.partners import rules
from lineside.partners.commands.writing import changed, end_ring, hold, let_go, list_agency, queue, told, write
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.permissions import CanPartner
from lineside.partners.rules import Agency, Exchange

CHANNEL = BOX = "partner"
ANSWERED_BY_NOTHING = (rules.ACK, rules.PING)


@command(needs=CanPartner.CARRY)
def take_in(*, actor: Actor, said: Exchange, content: bytes, received_at: datetime) -> ExchangeMessage:
    """One message of an agency, in one transaction with all that follows; the same again changes nothing.

    An incident becomes a contact that waits for a person. Our ACK is queued in this transaction, so that it leaves
    only when all this stands; an ACCEPT is a person's.
    """
    agency = rules.agency_at(said.sender, uk_day(received_at))
    if agency is None:
        raise RuleBroken(f"Its sender {said.sender[:60]!r} is no agency of the directory.")
    one_at_a_time(f"exchange {agency.code} {said.exchange_id}")
    sha256 = hashlib.sha256(content).hexdigest()
    known = ExchangeMessage.objects.filter(
        agency=agency.code, direction="in", exchange_id=said.exchange_id[:100]
    ).first()
    if known:
        if known.sha256 != sha256:
            raise RuleBroken(f"Its number {said.exchange_id[:60]} stands for another message of {agency.code}.")
        return known
    rules.check_exchange(said)
    message = ExchangeMessage(
        agency=agency.code,
        direction="in",
        exchange_id=said.exchange_id,
        kind=said.kind,
        status=said.status,
        seq=said.seq,
        in_reply_to=said.in_reply_to,
        facts=rules.as_facts(said),
        raw=content,
        sha256=sha256,
        at=received_at,
        skew_seconds=(received_at - said.sent_at).total_seconds(),
        state=rules.TAKEN,
        by_name=said.operator[:200] or agency.label,
    )
    message.transfer = None if said.kind == rules.PING else _heard(actor, agency, said, message)
    message.save()
    return message


@command(needs=CanPartner.CARRY)
def claim_message(*, actor: Actor) -> ExchangeMessage | None:  # noqa: ARG001 - the audit line names the actor
    """The next message that is due; whoever claims it has it for a while, and its number keeps it one over there."""
    at = now()
    due = ExchangeMessage.objects.select_for_update(skip_locked=True).filter(state=rules.QUEUED, try_at__lte=at)
    message = due.order_by("try_at", "id").first()
    if message is None:
        return None
    message.attempts += 1
    message.try_at = at + rules.CLAIMED_FOR
    message.save()
    return message


@command(needs=CanPartner.CARRY)
def record_carriage(
    *, actor: Actor, message_id: UUID, outcome: str, says: str = "", content: bytes = b""
) -> ExchangeMessage:
    """It went, it will be tried again, or their system refuses it, which stands before a person."""
    message = locked(ExchangeMessage, message_id)
    if message.state != rules.QUEUED:
        return message
    message.says = says[:300]
    if content:  # as it stood on the wire at the last try
        message.raw, message.sha256 = content, hashlib.sha256(content).hexdigest()
    if outcome == rules.SENT:
        message.state, message.sent_at = rules.SENT, now()
    elif outcome == rules.DEAD:
        message.state = rules.DEAD
    else:
        message.try_at = now() + rules.wait_after(message.attempts)
    message.save()
    if message.transfer_id and (message.state != rules.QUEUED or message.attempts == 1):
        _tell_of_carriage(actor, message)
    return message


@command(needs=CanPartner.CARRY)
def link_incident(*, actor: Actor, contact_id: UUID, incident_id: UUID) -> int:
    """A person has opened a log of what was offered, or put it to one: from here on it stands there; how many."""
    found = Transfer.objects.select_for_update().filter(contact_id=contact_id, incident=None).order_by("id")
    rows = list(found)
    for transfer in rows:
        transfer.incident_id = incident_id
        transfer.save()
        ref = f", their reference {transfer.their_ref}" if transfer.their_ref else ""
        state = rules.STATES[transfer.state] if transfer.accepted_at else "NOT accepted or refused yet"
        write(actor, transfer, f"Offered by {transfer.agency} ({transfer.agency_label}){ref}: {state}.")
        if transfer.state in rules.UNTAKEN:
            hold(actor, transfer, f"offered by {transfer.agency}, neither accepted nor refused")
        changed(transfer)
    return len(rows)


def _heard(actor: Actor, agency: Agency, said: Exchange, message: ExchangeMessage) -> Transfer:
    if said.kind == rules.CREATE:
        transfer = _offered_to_us(actor, agency, said, message)
    else:
        transfer = _more(actor, agency, said, message)
    if said.kind not in ANSWERED_BY_NOTHING:
        queue(transfer, actor, rules.ACK, in_reply_to=said.exchange_id)
    return transfer


def _offered_to_us(actor: Actor, agency: Agency, said: Exchange, message: ExchangeMessage) -> Transfer:
    """A contact that waits in the queue, ungraded; whatever grade they gave it is told as theirs."""
    if Transfer.objects.filter(shared_id=said.shared_id, agency=agency.code).exists():
        raise RuleBroken(f"{agency.code} offers an incident again that it has offered before; ring {agency.telephone}.")
    is_exercise = said.status != rules.ACTUAL
    transfer = Transfer(
        shared_id=said.shared_id,
        agency=agency.code,
        agency_label=agency.label,
        is_ours=False,
        is_exercise=is_exercise,
        state=rules.RECEIVED,
        headline=said.headline[:300],
        their_ref=said.own_ref[:100],
        offered_by=f"{said.operator} {said.phone}".strip()[:200] or agency.label,
        offered_at=message.at,
        contact_id=_to_contact(actor, agency, said, message, is_exercise=is_exercise),
    )
    return changed(transfer)


def _more(actor: Actor, agency: Agency, said: Exchange, message: ExchangeMessage) -> Transfer:
    found = Transfer.objects.filter(shared_id=said.shared_id, agency=agency.code).first()
    if found is None:
        raise RuleBroken(f"It is about an incident that is not shared with {agency.code}; ring {agency.telephone}.")
    transfer = locked(Transfer, found.id)
    if said.kind == rules.ACK:
        return _acknowledged(transfer, said)
    rules.check_same_world(transfer_is=transfer.is_exercise, message_is=said.status != rules.ACTUAL)
    transfer.state = rules.state_after(transfer.state, said.kind, rules.OTHER if transfer.is_ours else rules.OWNER)
    transfer.their_ref = said.own_ref[:100] or transfer.their_ref
    transfer.last_word = (said.narrative or said.headline)[:500] or transfer.last_word
    transfer.last_word_at = message.at
    if said.kind in (rules.ACCEPT, rules.REJECT):
        _answered(actor, transfer, said)
    elif transfer.state not in rules.OPEN:
        transfer.ended_at, transfer.ring_due_at = message.at, None
        let_go(actor, transfer, f"{agency.code}: {rules.STATES[transfer.state]}")
    if said.kind not in (rules.ACCEPT, rules.REJECT):
        _passed_on(actor, agency, transfer, said, message)
    return changed(transfer)


def _acknowledged(transfer: Transfer, said: Exchange) -> Transfer:
    """Their machine has it. It is written down beside the message, and is no acceptance."""
    ours = ExchangeMessage.objects.select_for_update().filter(
        transfer=transfer, direction="out", exchange_id=said.in_reply_to
    )
    message = ours.first()
    if message is None:
        raise RuleBroken("It acknowledges a message that we have not sent.")
    message.acknowledged_at = message.acknowledged_at or now()
    message.save()
    state = rules.state_after(transfer.state, rules.ACK, rules.OTHER) if transfer.is_ours else transfer.state
    if state == transfer.state:
        return told(transfer)
    transfer.state = state
    return changed(transfer)


def _answered(actor: Actor, transfer: Transfer, said: Exchange) -> None:
    who = " ".join(filter(None, (said.operator, said.desk, said.phone)))
    accepted = said.kind == rules.ACCEPT
    label = "They accept it by message" if accepted else "They refuse it by message"
    end_ring(transfer, rules.STATES[transfer.state][:16], label, actor, who)
    if accepted:
        transfer.accepted_by = transfer.accepted_by or who[:300]
        transfer.accepted_at, transfer.ring_due_at = transfer.accepted_at or now(), None
        let_go(actor, transfer, f"{transfer.agency} accepted it")
        list_agency(actor, transfer)
    else:
        transfer.ended_at, transfer.ring_due_at = now(), None
    words = "ACCEPTED by" if accepted else "NOT TAKEN by"
    ref = f", their reference {transfer.their_ref}" if transfer.their_ref else ""
    write(actor, transfer, f"{words} {transfer.agency}: {who or 'no name given'}{ref}. {said.narrative}".strip())


def _passed_on(actor: Actor, agency: Agency, transfer: Transfer, said: Exchange, message: ExchangeMessage) -> None:
    """Into the log; before there is one, to the contact, which waits again if somebody had ended it."""
    if transfer.incident_id:
        write(actor, transfer, rules.line(said, agency.code, is_exercise=False))
    else:
        _to_contact(actor, agency, said, message, is_exercise=transfer.is_exercise)


def _to_contact(actor: Actor, agency: Agency, said: Exchange, message: ExchangeMessage, *, is_exercise: bool) -> UUID:
    first = ExchangeMessage.objects.filter(
        transfer__shared_id=said.shared_id, transfer__agency=agency.code, kind=rules.CREATE, direction="in"
    ).first()
    arrival = Arrival(
        channel=CHANNEL,
        box=BOX,
        sha256=message.sha256,
        received_at=message.at,
        sender_name=agency.label,
        sender_address=agency.wire_id,
        subject=rules.subject(said, agency.code, is_exercise=is_exercise),
        text=rules.as_text(said, is_exercise=is_exercise),
        message_id=said.exchange_id,
        references=(first.exchange_id,) if first else (),
        is_exercise=is_exercise,
    )
    return receive_message(actor=actor.also(CanContact.RECEIVE), arrival=arrival).id


def _tell_of_carriage(actor: Actor, message: ExchangeMessage) -> None:
    """A message that was refused is in the log, for somebody thinks that it went.

    The transfer is neither locked nor written: it comes before its messages for whoever locks both, and what a person
    types about it has not grown old because a machine carried something.
    """
    transfer = message.transfer
    if transfer is None:
        return
    if message.state == rules.DEAD and message.kind != rules.ACK:
        write(actor, transfer, f"NOT DELIVERED: {message.kind} to {transfer.agency} was refused: {message.says}")
    told(transfer)
