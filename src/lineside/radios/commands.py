"""Every change to lost radios and their orders."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.people.queries import check_is_person, is_second_to
from lineside.radios import rules
from lineside.radios.events import RadioChanged
from lineside.radios.models import LostRadio, RadioOrder
from lineside.radios.permissions import CanRadio
from lineside.radios.queries import late_orders
from lineside.radios.rules import FoundFacts, LostFacts

__all__ = [
    "FoundFacts",
    "LostFacts",
    "approve_order",
    "claim_order",
    "decline_order",
    "give_up_waiting",
    "record_answer",
    "report_found",
    "report_lost",
    "request_order",
    "return_radio",
    "send_order_again",
    "withdraw_order",
]


@command(needs=CanRadio.REPORT)
def report_lost(*, actor: Actor, facts: LostFacts, contact_id: UUID | None = None) -> LostRadio:
    """The lost radio; one that is missed already stays one, and one that was found is missed again."""
    issi = rules.issi_of(facts.issi)
    rules.check_lost(facts, now())
    tei = rules.tei_of(facts.tei)
    _one_at_a_time(issi)
    known = LostRadio.objects.select_for_update().filter(issi=issi).exclude(state=rules.BACK).first()
    if known and known.state == rules.MISSING:
        return known
    radio = known or LostRadio(issi=issi)
    radio.tei = tei or radio.tei
    radio.holder, radio.collar_number = facts.holder.strip()[:200], facts.collar_number.strip()[:8]
    radio.how, radio.missed_at, radio.place = facts.how, facts.missed_at, facts.place.strip()[:300]
    radio.circumstances = facts.circumstances.strip()[: rules.LONGEST]
    radio.reported_by, radio.reported_by_id, radio.contact_id = actor.name, actor.id, contact_id
    radio.state, radio.found_at, radio.found_by, radio.found_place = rules.MISSING, None, "", ""
    _changed(radio)
    unsent = radio.orders.select_for_update().filter(state__in=(rules.ASKED, rules.APPROVED), sendings=0)
    for order in unsent.filter(action=rules.UNSTUN):
        _moved(_withdrawn(order, f"It was reported lost again by {actor.name}."))
    return radio


@command(needs=CanRadio.REPORT)
def report_found(*, actor: Actor, facts: FoundFacts) -> LostRadio:  # noqa: ARG001 - the audit line names the actor
    """It turned up; whoever has it told the desk."""
    issi = rules.issi_of(facts.issi)
    rules.check_found(facts, now())
    _one_at_a_time(issi)
    radio = LostRadio.objects.select_for_update().filter(issi=issi).exclude(state=rules.BACK).first()
    if radio is None:
        raise RuleBroken("No radio of this ISSI is reported lost; check the number on its label.", "issi")
    if radio.tei and facts.tei and rules.tei_of(facts.tei) != radio.tei:
        raise RuleBroken("The radio that was lost under this ISSI has another TEI; check both numbers.", "tei")
    radio.state, radio.found_at = rules.FOUND, facts.found_at
    radio.found_by, radio.found_place = facts.found_by.strip()[:200], facts.place.strip()[:300]
    return _changed(radio)


@command(needs=CanRadio.REQUEST)
def request_order(
    *, actor: Actor, radio_id: UUID, action: str, proof: str, reason: str, seen_version: int | None = None
) -> RadioOrder:
    """The first person's half: nothing goes out by it."""
    radio = locked(LostRadio, radio_id, seen_version)
    rules.check_request(action, state=radio.state, is_disabled=_is_disabled(radio), proof=proof, reason=reason)
    check_is_person(actor)
    assert actor.id  # noqa: S101 - the check refuses whoever has none
    if radio.orders.filter(state__in=rules.OPEN_ORDERS).exists():
        raise RuleBroken("An order for this radio is under way already.")
    order = RadioOrder(
        radio=radio,
        action=action,
        state=rules.ASKED,
        reason=reason.strip()[: rules.LONGEST],
        proof=proof.strip()[: rules.LONGEST],
        asked_by=actor.name,
        asked_by_id=actor.id,
        asked_at=now(),
    )
    return _moved(order)


@command(needs=CanRadio.APPROVE)
def approve_order(*, actor: Actor, order_id: UUID, seen_version: int | None = None) -> RadioOrder:
    """The second person's half: from here the gateway sends it."""
    order = locked(RadioOrder, order_id, seen_version)
    rules.check_second_person(order.state, is_second=is_second_to(actor, order.asked_by_id))
    return _decided(order, actor, rules.APPROVED)


@command(needs=CanRadio.APPROVE)
def decline_order(*, actor: Actor, order_id: UUID, reason: str, seen_version: int | None = None) -> RadioOrder:
    order = locked(RadioOrder, order_id, seen_version)
    rules.check_second_person(order.state, is_second=is_second_to(actor, order.asked_by_id))
    if not reason.strip():
        raise RuleBroken("Say why.", "reason")
    return _decided(order, actor, rules.DECLINED, reason)


@command(needs=CanRadio.REQUEST)
def withdraw_order(*, actor: Actor, order_id: UUID, reason: str, seen_version: int | None = None) -> RadioOrder:
    """Taken back before it went out."""
    order = locked(RadioOrder, order_id, seen_version)
    rules.check_withdraw(order.state, order.sendings, reason)
    return _moved(_withdrawn(order, f"Withdrawn by {actor.name}: {reason.strip()}"))


@command(needs=CanRadio.REQUEST)
def send_order_again(*, actor: Actor, order_id: UUID, seen_version: int | None = None) -> RadioOrder:  # noqa: ARG001
    """It goes out once more under its own number, so that the radio system carries it out once."""
    radio, order = _with_its_radio(order_id, seen_version)  # nobody asks for another meanwhile
    is_last = not RadioOrder.objects.filter(radio=radio, id__gt=order.id).exists()
    rules.check_again(order.state, order.action, radio.state, is_last=is_last)
    order.state, order.says, order.offered_at = rules.APPROVED, "", now()
    return _moved(order)


@command(needs=CanRadio.REQUEST)
def return_radio(*, actor: Actor, radio_id: UUID, seen_version: int | None = None) -> LostRadio:  # noqa: ARG001
    """Its holder has it back; the radio may be lost again."""
    radio = locked(LostRadio, radio_id, seen_version)
    is_open = radio.orders.filter(state__in=rules.OPEN_ORDERS).exists()
    rules.check_return(radio.state, is_disabled=_is_disabled(radio), has_open_order=is_open)
    radio.state = rules.BACK
    return _changed(radio)


@command(needs=CanRadio.DELIVER)
def claim_order(*, actor: Actor) -> RadioOrder | None:  # noqa: ARG001
    """The next approved order, as sent; whoever dies with it leaves it to be seen as unanswered."""
    waiting = RadioOrder.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=rules.APPROVED)
    order = waiting.order_by("decided_at", "id").first()
    if order is None:
        return None
    order.state, order.sent_at, order.sendings = rules.SENT, now(), order.sendings + 1
    return _moved(order)


@command(needs=CanRadio.DELIVER)
def record_answer(*, actor: Actor, order_id: UUID, outcome: str, says: str = "", at: datetime | None = None) -> bool:  # noqa: ARG001
    """What the radio system says of an order, however late; False when it changes nothing."""
    (radio, order), said = _with_its_radio(order_id), rules.said_of(says)
    if not rules.is_news(order.state, order.says, outcome, said):
        return False
    before, order.state, order.says = order.state, rules.state_after(order.state, outcome), said
    if outcome in (rules.ACCEPTED, rules.DONE, rules.REFUSED):
        order.answered_at = order.answered_at or now()
    if outcome == rules.DONE:
        order.done_at = at or now()
        radio.is_disabled = order.action == rules.STUN
        radio.save()
    _moved(order)
    return order.state != before


@command(needs=CanRadio.DELIVER)
def give_up_waiting(*, actor: Actor) -> int:  # noqa: ARG001
    """Orders that no gateway sent, or no radio system answered, in time are a person's to look at."""
    late = list(RadioOrder.objects.select_for_update(of=("self",), skip_locked=True).filter(late_orders(now())))
    for order in late:
        if order.state == rules.SENT:
            order.state = rules.UNANSWERED
            order.says = order.says or f"No answer within {rules.ANSWERED_WITHIN.seconds} seconds."
        else:
            said = rules.NOT_SENT if order.state == rules.APPROVED else f"{order.says[:200]} {rules.GIVEN_UP}"
            order.says = rules.said_of(said)
            order.state = rules.DEAD
        _moved(order)
    return len(late)


def _with_its_radio(order_id: UUID, seen_version: int | None = None) -> tuple[LostRadio, RadioOrder]:
    """Both locked, the radio first: who reports it lost again takes it before its orders, and two orders deadlock."""
    found = RadioOrder.objects.filter(id=order_id).values_list("radio_id", flat=True).first()
    radio = locked(LostRadio, found) if found else None
    order = locked(RadioOrder, order_id, seen_version)
    return radio or order.radio, order


def _withdrawn(order: RadioOrder, says: str) -> RadioOrder:
    order.state, order.says = rules.WITHDRAWN, says[:300]
    return order


def _decided(order: RadioOrder, actor: Actor, state: str, why: str = "") -> RadioOrder:
    order.state, order.decided_at, order.decided_why = state, now(), why.strip()[: rules.LONGEST]
    order.decided_by, order.decided_by_id, order.offered_at = actor.name, actor.id, order.decided_at
    return _moved(order)


def _is_disabled(radio: LostRadio) -> bool | None:
    last = radio.orders.order_by("-id").first()
    return rules.is_known(radio.is_disabled, last.state if last else "", last.sendings if last else 0)


def _moved(order: RadioOrder) -> RadioOrder:
    order.save()
    announce(RadioChanged(radio_id=order.radio_id))
    return order


def _changed(radio: LostRadio) -> LostRadio:
    radio.save()
    announce(RadioChanged(radio_id=radio.id))
    return radio


def _one_at_a_time(issi: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 61))", [issi])
