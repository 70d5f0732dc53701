"""An incident is given to an agency, told more of, asked something for, closed or withdrawn."""

from typing import Any
from uuid import UUID, uuid4

from lineside.contacts.commands import one_at_a_time
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked
from lineside.partners import rules
from lineside.partners.commands.writing import (
    begin,
    changed,
    end_ring,
    facts_of,
    hold,
    is_exercise,
    let_go,
    queue,
    trimmed,
    write,
)
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.permissions import CanPartner


@command(needs=CanPartner.WORK)
def send_to_agency(*, actor: Actor, incident_id: UUID, agency: str, facts: rules.Offer) -> Transfer:
    """Offer the incident to an agency. Nothing is transferred by this: a person there has to accept it.

    No acceptance within the agency's time, and somebody has to ring; at once where no machine reaches it.
    """
    at = now()
    known, chosen = incident_of(actor, incident_id), rules.agency_of(agency, uk_day(at))
    offer = rules.check_offer(facts)
    one_at_a_time(f"transfer {incident_id}")
    if known.closed_at is not None:
        raise RuleBroken(f"{known} is closed; reopen it first.", "agency")
    if Transfer.objects.filter(incident=known, agency=chosen.code, state__in=rules.OPEN).exists():
        raise RuleBroken(f"{chosen.code} has this incident already; send an update instead.", "agency")
    transfer = Transfer(
        shared_id=_shared_id(incident_id, chosen.code),
        agency=chosen.code,
        agency_label=chosen.label,
        is_ours=True,
        incident=known,
        headline=offer.headline,
        offered_by=actor.name,
        offered_at=at,
        ring_due_at=at + chosen.accept_within if chosen.wire else at,
    )
    status = rules.check_status(facts.status, is_exercise=is_exercise(transfer))
    transfer.is_exercise = status != rules.ACTUAL
    transfer.save()
    told = facts_of(transfer) | {name: getattr(offer, name) for name in rules.OFFERED_FACTS}
    queue(transfer, actor, rules.CREATE, status=status, headline=offer.headline, narrative=offer.words, **told)
    how = "by the hub" if chosen.wire else f"by telephone only, {chosen.telephone}"
    write(actor, transfer, f"Offered to {chosen.code} ({chosen.label}) {how}: {offer.headline}. NOT accepted yet.")
    hold(actor, transfer, f"offered to {chosen.code}, not accepted")
    return changed(transfer)


@command(needs=CanPartner.WORK)
def update_agency(*, actor: Actor, transfer_id: UUID, words: str, seen_version: int | None = None) -> Transfer:
    """What is new, for whom it was offered to or who offered it."""
    said = rules.check_words(words, "Say what is new.")
    return _tell(actor, transfer_id, rules.UPDATE, seen_version, said, narrative=said)


@command(needs=CanPartner.WORK)
def ask_agency(*, actor: Actor, transfer_id: UUID, wanted: rules.Wanted, seen_version: int | None = None) -> Transfer:
    """Resources are asked for: how many of what, and why."""
    asked = rules.check_wanted(wanted)
    said = f"asked for {asked.quantity} {asked.kind}, {asked.why}"
    return _tell(actor, transfer_id, rules.RESOURCE_REQUEST, seen_version, said, requested=(asked,))


@command(needs=CanPartner.WORK)
def close_transfer(*, actor: Actor, transfer_id: UUID, words: str, seen_version: int | None = None) -> Transfer:
    """Our part of what was accepted is over."""
    said = rules.check_words(words, "Say how it ended.")
    return _end(actor, transfer_id, rules.CLOSE, seen_version, said)


@command(needs=CanPartner.WORK)
def withdraw_transfer(*, actor: Actor, transfer_id: UUID, words: str, seen_version: int | None = None) -> Transfer:
    """What we offered is not needed after all."""
    said = rules.check_words(words, "Say why it is withdrawn.")
    return _end(actor, transfer_id, rules.CANCEL, seen_version, said)


@command(needs=CanPartner.WORK)
def settle_refusal(*, actor: Actor, transfer_id: UUID, words: str, seen_version: int | None = None) -> Transfer:
    """They do not take it, and somebody of ours has seen that: what is done instead goes into the log."""
    said = rules.check_words(words, "Say what is done instead.")
    transfer = begin(actor, transfer_id, seen_version)
    if transfer.state != rules.REJECTED or not transfer.is_ours or transfer.settled_at:
        raise RuleBroken("There is no refusal here that waits for somebody.")
    transfer.settled_by, transfer.settled_at = actor.name, now()
    write(actor, transfer, f"{transfer.agency} does not take it; instead: {said}")
    let_go(actor, transfer, f"{transfer.agency} does not take it: {said}")
    return changed(transfer)


@command(needs=CanPartner.WORK)
def send_again(*, actor: Actor, message_id: UUID, seen_version: int | None = None) -> ExchangeMessage:
    """A message that their system refused is tried once more; its own number makes it the same message over there."""
    known = ExchangeMessage.objects.filter(id=message_id, transfer__isnull=False).first()
    transfer = begin(actor, known.transfer_id) if known and known.transfer_id else None
    message = locked(ExchangeMessage, message_id, seen_version)
    if transfer is None or message.state != rules.DEAD:
        raise RuleBroken("Only a message that was refused is sent again.")
    message.state, message.attempts, message.try_at, message.says = rules.QUEUED, 0, now(), ""
    message.save()
    write(actor, transfer, f"{message.kind} to {transfer.agency} is sent again.")
    changed(transfer)
    return message


def _tell(
    actor: Actor,
    transfer_id: UUID,
    kind: str,
    seen_version: int | None,
    words: str,
    **facts: Any,
) -> Transfer:
    transfer = begin(actor, transfer_id, seen_version)
    transfer.state = rules.state_after(transfer.state, kind, _we(transfer))
    queue(transfer, actor, kind, **facts_of(transfer), **facts)
    write(actor, transfer, f"To {transfer.agency}: {words}")
    return changed(transfer)


def _end(actor: Actor, transfer_id: UUID, kind: str, seen_version: int | None, words: str) -> Transfer:
    transfer = begin(actor, transfer_id, seen_version)
    transfer.state = rules.state_after(transfer.state, kind, _we(transfer))
    transfer.ended_at, transfer.ring_due_at = now(), None
    queue(transfer, actor, kind, own_ref=_reference(transfer), narrative=trimmed(words))
    end_ring(transfer, kind.lower(), rules.STATES[transfer.state], actor, words=words)
    write(actor, transfer, f"{transfer.agency} told: {rules.STATES[transfer.state]}. {words}")
    let_go(actor, transfer, f"{transfer.agency}: {rules.STATES[transfer.state]}")
    return changed(transfer)


def _reference(transfer: Transfer) -> str:
    return transfer.incident.reference if transfer.incident else ""


def _we(transfer: Transfer) -> str:
    return rules.OWNER if transfer.is_ours else rules.OTHER


def _shared_id(incident_id: UUID, agency: str) -> str:
    """One number for all who share the incident; another where this agency has had it before."""
    used = Transfer.objects.filter(incident_id=incident_id).order_by("id").values_list("shared_id", "agency")
    first = next((shared for shared, _ in used), None)
    is_new = first is not None and (first, agency) not in set(used)
    return str(first) if is_new else str(uuid4())
