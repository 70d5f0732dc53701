"""The queue, one contact, its conversation, and who it was that spoke to us before."""

from uuid import UUID

from lineside.contacts import rules
from lineside.contacts.models import CallMoment, Contact, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import ContactRow, MessageRow, MomentRow, permit_view, row_of, rows_of
from lineside.files.queries import files_by_id
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound


def queue(actor: Actor, limit: int = 500, after: str = "") -> list[ContactRow]:
    """Everything that still needs somebody, the gravest first and among equals the longest waiting."""
    permit(actor, CanContact.VIEW)
    open_ones = Contact.objects.filter(state__in=rules.OPEN_STATES).order_by("-risk", "opened_at", "id")
    rows = rows_of(ContactRow, open_ones[: limit if not after else None])
    if after:
        place = next((number for number, row in enumerate(rows) if str(row.id) == after), -1)
        rows = rows[place + 1 : place + 1 + limit]
    return rows


def contact(contact_id: UUID, actor: Actor | None = None) -> ContactRow:
    """One contact. Pages and commands that have asked for the right already leave the actor out."""
    permit_view(actor)
    rows = rows_of(ContactRow, Contact.objects.filter(pk=contact_id))
    if not rows:
        raise NotFound("There is no such contact.")
    return rows[0]


def conversation(contact_id: UUID, actor: Actor | None = None) -> list[MessageRow]:
    """The messages of a contact, oldest first, with their files, in three queries."""
    permit_view(actor)
    messages = list(Message.objects.filter(contact_id=contact_id).order_by("at", "id"))
    links = list(MessageFile.objects.filter(message__contact_id=contact_id).order_by("message_id", "place"))
    files = files_by_id([link.attachment_id for link in links])
    return [
        row_of(
            MessageRow,
            message,
            files=tuple(files[link.attachment_id] for link in links if link.message_id == message.id),
        )
        for message in messages
    ]


def call_moments(contact_id: UUID, actor: Actor | None = None) -> list[MomentRow]:
    permit_view(actor)
    return rows_of(MomentRow, CallMoment.objects.filter(contact_id=contact_id).order_by("at", "id"))


def earlier_contacts(
    sender_address: str, actor: Actor | None = None, *, limit: int = 20, not_this: UUID | None = None
) -> list[ContactRow]:
    """Contacts from the same address or number, newest first."""
    permit_view(actor)
    if not sender_address:
        return []
    found = Contact.objects.filter(sender_address=sender_address).order_by("-opened_at")
    return rows_of(ContactRow, (found.exclude(pk=not_this) if not_this else found)[:limit])
