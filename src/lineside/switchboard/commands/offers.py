"""A caller who waits long is offered to be rung back, keeps their place, and is rung by whoever is given them next."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from lineside.callouts.commands import place_call
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.queries import call_out
from lineside.contacts.commands import agree_ring_back, count_ring_back, note_contact, text_caller
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow, contact, ring_backs
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.pole.permissions import CanPole
from lineside.pole.queries import markers_on, normal_phone, unsafe_now
from lineside.queues import queries as queues
from lineside.switchboard import rules
from lineside.switchboard.events import OfferChanged
from lineside.switchboard.models import Offer
from lineside.switchboard.permissions import CanSwitchboard

if TYPE_CHECKING:
    from lineside.callouts.models import CallOut

WRITER = system_actor("switchboard", CanContact.RECEIVE, CanPole.LOOK_UP)
ASKED = "asked_back"
WHY = "whether a waiting caller may be offered to be rung back"


def offered(call: ContactRow, queue: str) -> rules.Said | None:
    """Within the question of the switch: offer it, once a call, where nothing speaks against asking them to hang up."""
    plan = rules.offer_plan(queue, uk_day(now()))
    caller = rules.Caller(
        line=call.box_or_line,
        number=call.sender_address,
        risk=call.risk,
        waited=now() - call.waiting_since,
        is_silent=bool(call.silent),
        through_relay=bool(call.relay),
    )
    if plan is None or not rules.may_be_offered(plan, caller) or Offer.objects.filter(contact_id=call.id).exists():
        return None
    if unsafe_now("call", call.sender_address) or _is_warned_of(call.sender_address):
        return None
    Offer(contact_id=call.id, offered_at=now(), edition=plan.edition).save()
    announce(OfferChanged(contact_id=call.id, state="offered"))
    return rules.Said(rules.OFFER, seconds=rules.READS_FOR)


def answer_to_key(call: ContactRow, queue: str, pressed: str) -> rules.Said | None:
    """What is said to a key that the caller pressed when they were offered it; nothing to any other."""
    if pressed == rules.YES and is_accepted(call):
        return rules.Said(rules.KEPT)
    if pressed == rules.BY_TEXT and is_texted(call, queue):
        return rules.Said(rules.TEXTED)
    return None


def is_accepted(call: ContactRow) -> bool:
    """Within the question of the switch: whether the caller may hang up now, which they are told only then."""
    offer = Offer.objects.select_for_update().filter(contact_id=call.id).first()
    if offer is None:
        return False
    if offer.accepted_at is None:
        try:
            agree_ring_back(actor=WRITER, contact_id=call.id)
        except RuleBroken:
            return False
        offer.accepted_at = now()
        offer.save()
        announce(OfferChanged(contact_id=call.id, state="accepted"))
    return True


def is_texted(call: ContactRow, queue: str) -> bool:
    """Within the question of the switch: whether the address of the public form goes to them; they keep waiting."""
    plan = rules.offer_plan(queue, uk_day(now()))
    offer = Offer.objects.select_for_update().filter(contact_id=call.id).first()
    if offer is None or plan is None or not plan.text_back or not rules.MOBILE.fullmatch(call.sender_address):
        return False
    if offer.texted_at is None:
        if unsafe_now("text", call.sender_address):
            return False
        words = {"force": settings.FORCE, "form": settings.REPORT_ORIGIN, "reference": call.reference}
        text_caller(actor=WRITER, contact_id=call.id, text=plan.text_back.format(**words))
        offer.texted_at = now()
        offer.save()
        announce(OfferChanged(contact_id=call.id, state="texted"))
    return True


@command(needs=CanCallOut.PLACE)
def ring_who_asked(*, actor: Actor, contact_id: UUID) -> "CallOut | None":
    """Whoever was given somebody who asked to be rung back rings them, from the telephone at their desk."""
    given = contact(contact_id, actor)
    if given.call_back != ASKED or given.handler_id != actor.id:
        return None
    seat = queues.own_seat(actor)
    because = unsafe_now("call", given.sender_address)
    if because or seat is None or not seat.telephone:
        why = because or "no telephone is given beside your state"
        note_contact(actor=actor, contact_id=contact_id, text=f"Asked to be rung back and not rung by itself: {why}.")
        return None
    return place_call(actor=actor, number=given.sender_address, telephone=seat.telephone, about_id=contact_id)


@command(needs=CanSwitchboard.ASK)
def count_attempt(*, actor: Actor, call_out_id: UUID) -> Offer | None:  # noqa: ARG001
    """How ringing back went: reached, to be tried again after a rest, or tried as often as the edition says."""
    call = call_out(call_out_id)
    outcome = rules.ATTEMPTS.get(call.outcome)
    if call.about_id is None or outcome is None:
        return None
    offers = Offer.objects.select_for_update().filter(accepted_at__isnull=False, contact_id=call.about_id)
    offer, told = offers.first(), str(call.id)
    if offer is None:
        return None
    corrects = _is_corrected(offer, told, outcome)
    if not corrects and (offer.settled_at or told in offer.counted):
        return None
    offer.counted = [*(each for each in offer.counted if each != told), told]
    about = contact(offer.contact_id)
    plan = rules.offer_plan(queues.queue_of(about.channel, about.box_or_line).code, uk_day(now()))
    reached = outcome == "spoke"
    rest = rules.rest_after(plan, len(offer.counted), reached=reached) if plan else None
    offer.settled_at = now() if rest is None else None
    offer.save()
    count_ring_back(
        actor=WRITER, contact_id=about.id, outcome=outcome, by_name=call.by_name, rest=rest, corrects=corrects
    )
    announce(OfferChanged(contact_id=about.id, state="settled" if rest is None else "tried"))
    return offer


def _is_corrected(offer: Offer, told: str, outcome: str) -> bool:
    """The switch heard that somebody picked up; who rang says afterwards that it was a machine."""
    if outcome != "voicemail" or offer.counted[-1:] != [told]:
        return False
    return ring_backs(offer.contact_id)[-1].outcome == "spoke" and contact(offer.contact_id).is_open


def _is_warned_of(number: str) -> bool:
    """Of somebody who may harm themselves, say, nobody asks that they hang up."""
    return any(each.kind == "warning" for each in markers_on(WRITER, [normal_phone(number)], WHY))
