"""From hand to hand: kept for somebody for a moment, passed to another, help asked for, back from who has left."""

from uuid import UUID

from lineside.contacts.commands.hands import given, let_go, permit_taking
from lineside.contacts.events import ContactChanged
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.ringing import line_of_call
from lineside.contacts.rules import TAKEN, WAITING, check_hands, check_take
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.queues import commands as queues
from lineside.queues import queries as seats

CALL_STAYS = " The call itself was not moved: {} has the caller at their telephone."


@command(needs=CanContact.TAKE)
def reserve_contact(*, actor: Actor, contact_id: UUID) -> Contact:
    """Keep it for me for a moment while I read who it is; nobody else takes it meanwhile, and it frees itself."""
    contact = locked(Contact, contact_id)
    check_take(contact.state, contact.handler_id, actor.id, contact.handler_name)
    if contact.state == TAKEN:
        raise RuleBroken("You have this contact already.")
    permit_taking(actor, contact)
    if actor.id is None:
        raise RuleBroken("Only somebody at a desk has a contact kept for them; take it.")
    if in_hand := Contact.objects.filter(handler_id=actor.id, state=TAKEN).order_by("id").first():
        # A seat shows one contact: when the reservation ended, it would say that nothing is in hand.
        raise RuleBroken(f"You have {in_hand.reference} in hand; take this one as well, or finish that first.")
    queues.engaged(actor.id, actor.name, contact.id, contact.reference, reserved=True)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


@command(needs=CanContact.TAKE)
def transfer_contact(
    *, actor: Actor, contact_id: UUID, to_id: UUID, reason: str, seen_version: int | None = None
) -> Contact:
    """Pass it to somebody who takes contacts now and may take this; all that was said and written goes with it."""
    contact, name = may_pass(actor, contact_id, to_id, reason, seen_version)
    stays = CALL_STAYS.format(contact.handler_name) if line_of_call(contact.id) else ""
    return _passed(contact, to_id, name, f"Passed by {actor.name} to {name}: {reason.strip()[:500]}{stays}")


def may_pass(
    actor: Actor, contact_id: UUID, to_id: UUID, reason: str, seen_version: int | None = None
) -> tuple[Contact, str]:
    """Within a command: the contact, locked, and the name of whoever takes contacts now and may take this."""
    contact = locked(Contact, contact_id, seen_version)
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    queues.hold(contact.handler_id, to_id)  # before it is read, so that nobody goes on a break meanwhile
    seat = seats.seat_of(to_id)
    seats.check_transfer(seat, contact.handler_id, to_id, contact.channel, contact.box_or_line)
    if not reason.strip():
        raise RuleBroken("Say why it is passed on, for the one who takes it over.", "reason")
    return contact, seat.name if seat else ""


@command(needs=CanContact.RECEIVE)
def follow_call(*, actor: Actor, contact_id: UUID, from_id: UUID, to_id: UUID, name: str, mark: str) -> Contact:  # noqa: ARG001
    """Whoever picked up a call that was passed on has its contact, unless it went into other hands meanwhile."""
    contact = locked(Contact, contact_id)
    if contact.state == TAKEN and contact.handler_id == from_id:
        queues.hold(from_id, to_id)
        return _passed(contact, to_id, name, mark)
    return _marked(contact, mark)


@command(needs=CanContact.RECEIVE)
def note_on_call(*, actor: Actor, contact_id: UUID, mark: str) -> Contact:  # noqa: ARG001
    """What became of the telephone call, in the contact's record; in whose hands it is stays as it was."""
    return _marked(locked(Contact, contact_id), mark)


def _passed(contact: Contact, to_id: UUID, name: str, mark: str) -> Contact:
    before = contact.handler_id
    contact.handler_id, contact.handler_name = to_id, name
    contact.has_news = True
    contact.marks = [*contact.marks, mark]
    contact.save()
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    let_go(contact, before, wraps=False)
    given(contact)
    return contact


def _marked(contact: Contact, mark: str) -> Contact:
    """Without a new version: what a handler is typing must not be refused because a telephone was not picked up."""
    contact.marks = [*contact.marks, mark]
    Contact.objects.filter(pk=contact.pk).update(marks=contact.marks)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


@command(needs=CanContact.TAKE)
def ask_for_help(*, actor: Actor, contact_id: UUID, why: str) -> Contact:
    """Call a supervisor to a contact that one has in hand."""
    contact = locked(Contact, contact_id)
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    queues.call_for_help(actor=actor, contact_id=contact.id, reference=contact.reference, why=why)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


@command(needs=CanContact.TAKE)
def return_from_absent(*, actor: Actor, contact_id: UUID, handler_id: UUID) -> bool:  # noqa: ARG001
    """Back to the queue from somebody who has left every desk; False when it moved meanwhile."""
    contact = locked(Contact, contact_id)
    if contact.state != TAKEN or contact.handler_id != handler_id:
        return False
    name = contact.handler_name
    contact.state, contact.handler_id, contact.handler_name = WAITING, None, ""
    contact.marks = [*contact.marks, f"Back in the queue: {name} signed out with it in hand."]
    contact.has_news = True
    contact.save()
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    let_go(contact, handler_id, wraps=False)
    return True


@command(needs=CanContact.TAKE)
def empty_seat(*, actor: Actor, account_id: UUID) -> None:  # noqa: ARG001 - the audit line names who
    """This person has left every desk; nothing is given or passed to them."""
    queues.gone(account_id)


@command(needs=CanContact.TAKE)
def free_seat(*, actor: Actor, seat_id: UUID) -> bool:  # noqa: ARG001 - the audit line names who
    """A reservation or wrapping up has ended by itself; False when something else began meanwhile."""
    return queues.over(seat_id)
