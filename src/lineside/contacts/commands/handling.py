"""What a handler does with a contact: take it, write down what is said, give it back, resolve it."""

from datetime import datetime
from uuid import UUID

from lineside.contacts.commands.emergency import check_ending
from lineside.contacts.commands.hands import let_go, permit_taking, taken_by
from lineside.contacts.events import ContactChanged, ContactNoted
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import (
    RESOLVED,
    TAKEN,
    WAITING,
    check_hands,
    check_note,
    check_noted_at,
    check_resolution,
    check_take,
    gist_of,
    table,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanContact.TAKE)
def take_contact(*, actor: Actor, contact_id: UUID, seen_version: int | None = None) -> Contact:
    """Two who reach for it in the same instant: the first has it, the second is told who."""
    contact = locked(Contact, contact_id)
    check_take(contact.state, contact.handler_id, actor.id, contact.handler_name)
    locked(Contact, contact_id, seen_version)
    if contact.state == TAKEN and contact.handler_id == actor.id and not contact.has_news:
        return contact
    permit_taking(actor, contact)
    contact.state, contact.handler_id, contact.handler_name = TAKEN, actor.id, actor.name
    contact.has_news, contact.look_by = False, None
    if contact.channel != "phone" and contact.answered_at is None:
        contact.answered_at = now()  # of a message that is the first look; of a call the switch tells
    taken = _changed(contact)
    taken_by(actor, taken)
    return taken


@command(needs=CanContact.TAKE)
def note_promised(*, actor: Actor, contact_id: UUID, promised_by: datetime | None) -> None:  # noqa: ARG001
    """By when they were told to hear from us next, so that a reply can say it; None when nothing is promised."""
    # Not a new version: whoever has the contact in hand goes on filling in what they have open.
    Contact.objects.filter(pk=contact_id).update(promised_by=promised_by)


@command(needs=CanContact.TAKE)
def note_contact(*, actor: Actor, contact_id: UUID, text: str, noted_at: datetime | None = None) -> Message:
    """Write down what is said while it is said. A note only adds, so it makes nobody's form stale."""
    contact = locked(Contact, contact_id)
    said = check_note(text)
    at = check_noted_at(noted_at or now(), contact.opened_at)
    note = Message(
        contact=contact,
        direction="note",
        at=min(at, now()),
        box=contact.box_or_line,
        text=said,
        written_by=actor.name,
    )
    note.save()
    if not Message.objects.filter(contact=contact).exclude(pk=note.pk).exists():
        # A call says nothing of itself; what is written down first says in the queue what it is about.
        Contact.objects.filter(pk=contact.pk).update(gist=gist_of("", said))
    announce(ContactNoted(contact_id=contact.id, message_id=note.id))
    return note


@command(needs=CanContact.TAKE)
def return_contact(*, actor: Actor, contact_id: UUID, reason: str, seen_version: int | None = None) -> Contact:
    """Back into the queue, with its place by risk and age as before."""
    contact = locked(Contact, contact_id, seen_version)
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    if not reason.strip():
        raise RuleBroken("Say why it goes back to the queue.", "reason")
    let_go(contact, contact.handler_id, wraps=False)
    contact.state, contact.handler_id, contact.handler_name = WAITING, None, ""
    contact.marks = [*contact.marks, f"Returned by {actor.name}: {reason.strip()}"]
    return _changed(contact)


@command(needs=CanContact.RESOLVE)
def resolve_contact(
    *, actor: Actor, contact_id: UUID, disposition: str, reason: str = "", seen_version: int | None = None
) -> Contact:
    """What became of it; nothing leaves the queue without."""
    contact = locked(Contact, contact_id, seen_version)
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    on = uk_day(now())
    check_resolution(disposition, reason, contact.call_back, on)
    check_ending(actor, contact, disposition)
    contact.state, contact.disposition, contact.disposition_reason = RESOLVED, disposition, reason.strip()
    contact.disposition_edition = table("dispositions", on).edition
    contact.has_news, contact.delivery_failure = False, ""
    contact.awaiting_until = contact.look_by = contact.reply_by = contact.ring_back_by = None
    if contact.channel in ("email", "text", "web", "social", "internal", "partner"):
        contact.ended_at = now()
    let_go(contact, contact.handler_id, wraps=True)
    if contact.handler_id is None:
        contact.handler_id, contact.handler_name = actor.id, actor.name
    return _changed(contact)


def _changed(contact: Contact) -> Contact:
    contact.save()
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact
