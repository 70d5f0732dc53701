"""The queue, one contact, its conversation, and who it was that spoke to us before."""

from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from lineside.contacts import rules
from lineside.contacts.models import CallMoment, Contact, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import ContactRow, MessageRow, MomentRow, permit_view, row_of, rows_of
from lineside.files.queries import files_by_id
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.paging import Page, Paging, page_of

GRAVEST_FIRST = ("-risk", "opened_at", "id")


def queue(actor: Actor, limit: int = 500) -> list[ContactRow]:
    """Everything that still needs somebody, the gravest first and among equals the longest waiting."""
    permit(actor, CanContact.VIEW)
    return rows_of(ContactRow, _open_ones().order_by(*GRAVEST_FIRST)[:limit])


def queue_page(actor: Actor, paging: Paging) -> Page[ContactRow]:
    permit(actor, CanContact.VIEW)
    return page_of(_open_ones(), GRAVEST_FIRST, partial(row_of, ContactRow), paging)


def _open_ones() -> QuerySet[Contact]:
    return Contact.objects.filter(state__in=rules.OPEN_STATES)


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


def is_call_taken(actor: Actor, switch_call_id: str) -> bool:
    """Whether somebody at a desk has the call in hand: what a switch needs to know to stop its ringing, and no more."""
    permit(actor, CanContact.RECEIVE)
    found = Contact.objects.filter(switch_call_id=switch_call_id).values_list("handler_id", flat=True)[:1]
    if not found:
        raise RuleBroken("No such call has been told of; tell of it first.", "call_id")
    return found[0] is not None


def earlier_page(sender_address: str, paging: Paging, *, not_this: UUID) -> Page[ContactRow]:
    """The same, page by page. Ask for the contact first: that is where sight is decided."""
    found = Contact.objects.filter(sender_address=sender_address) if sender_address else Contact.objects.none()
    return page_of(found.exclude(pk=not_this), ("-opened_at", "-id"), partial(row_of, ContactRow), paging)
