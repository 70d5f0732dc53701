"""Whose hands a contact is in, told to the seats: who may take it, who has it now, who has it no more."""

from uuid import UUID

from lineside.contacts.models import CallMoment, Contact
from lineside.contacts.rules import TAKEN, on_the_line
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.queues import commands as queues
from lineside.queues import queries as seats


def permit_taking(actor: Actor, contact: Contact) -> None:
    """The sign-offs that its queue needs, and nobody else's reservation; one sentence when it is not to be."""
    if refused := seats.refusal(actor, contact.channel, contact.box_or_line):
        raise NotPermitted(refused)
    kept = seats.reserved_by_another(contact.id, actor.id)
    if kept and kept.until:
        until = f"{kept.until.astimezone(UK):%H:%M:%S}"
        raise RuleBroken(f"{kept.name} has had this contact kept for them until {until}; take the next one.")


def taken_by(actor: Actor, contact: Contact) -> None:
    if actor.kind == "person" and actor.id is not None:
        given(contact)


def given(contact: Contact) -> None:
    """Once the contact is saved in these hands."""
    if contact.handler_id is not None:
        line = line_of(contact.handler_id)
        queues.engaged(contact.handler_id, contact.handler_name, contact.id, contact.reference, line=line)


def heard_of(contact: Contact, kind: str, had_it: UUID | None) -> None:
    """A moment of the call, once it is saved: whoever has it now talks, has the caller on hold, or is off the line."""
    if contact.handler_id is None or kind not in on_the_line.TOLD:
        return
    if contact.handler_id != had_it:
        given(contact)
    else:
        queues.line_is(contact.handler_id, line_of(contact.handler_id))


def line_of(account_id: UUID, but: Contact | None = None) -> str:
    """What the calls in somebody's hands are at; `but` is one that they have no more."""
    in_hand = Contact.objects.filter(handler_id=account_id, state=TAKEN, channel="phone")
    in_hand = in_hand.exclude(pk=but.pk) if but else in_hand
    told = CallMoment.objects.filter(contact__in=in_hand, kind__in=on_the_line.TOLD).order_by("at", "id")
    return on_the_line.line_now(told.values_list("contact_id", "kind", "facts"))


def answered_at(contact: Contact, telephone: str) -> None:
    """Whoever sits at the telephone that was picked up has the call, and for whom it was kept is free again."""
    seat = seats.seat_at(telephone)
    free_kept(contact, seat.account_id if seat else None)
    if seat and seat.is_there:
        contact.handler_id, contact.handler_name = seat.account_id, seat.name


def free_kept(contact: Contact, but: UUID | None = None) -> None:
    kept = seats.reserved_by_another(contact.id, but)
    if kept:
        queues.released(kept.account_id, contact.id, wraps=False, left=None)


def let_go(contact: Contact, handler_id: UUID | None, *, wraps: bool) -> None:
    """Who had it is free, unless another contact is in their hands still."""
    if handler_id is None:
        return
    others = Contact.objects.filter(handler_id=handler_id, state=TAKEN).exclude(pk=contact.pk)
    left = others.order_by("-id").values_list("id", "reference").first()
    queues.released(
        handler_id, contact.id, wraps=wraps, left=left, line=line_of(handler_id, but=contact) if left else ""
    )
