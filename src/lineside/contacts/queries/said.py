"""What was said: a stretch of a conversation, however long the whole is, and single messages of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lineside.contacts.models import Message, MessageFile
from lineside.contacts.queries.rows import MessageRow, permit_view
from lineside.files.queries import files_by_id
from lineside.finding.queries import row_of, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.paging import Page, Paging, page_of

NEWEST_FIRST = ("-at", "-id")
A_STRETCH = 50
MOST = 20  # the same bytes are a file of their own with each message, so one file is in few


@dataclass(frozen=True, slots=True)
class Stretch:
    """The newest of a conversation, or what was said before the cursor of such a stretch."""

    cursor: str = ""
    limit: int = A_STRETCH


def conversation(contact_id: UUID, actor: Actor | None = None, *, newest: int = A_STRETCH) -> list[MessageRow]:
    """The newest messages of a contact, oldest first, with their files."""
    return conversation_page(contact_id, Stretch(limit=newest), actor).items


def conversation_page(contact_id: UUID, paging: Paging, actor: Actor | None = None) -> Page[MessageRow]:
    """A stretch, the newest first of all; within it oldest first, as it was said. `next` leads to what was before."""
    permit_view(actor)
    found = page_of(Message.objects.filter(contact_id=contact_id), NEWEST_FIRST, lambda message: message, paging)
    return Page(_rows(found.items[::-1]), found.next)


def notes_of(contact_id: UUID) -> list[tuple[datetime, str]]:
    """Whatever a handler wrote down, with its time; all of it."""
    found = Message.objects.filter(contact_id=contact_id, direction="note").order_by("at", "id")
    return list(found.values_list("at", "text"))


def sent_of(contact_id: UUID) -> list[MessageRow]:
    """Whatever we sent on this contact, without its files; all of it."""
    return rows_of(MessageRow, Message.objects.filter(contact_id=contact_id, direction="out").order_by("at", "id"))


def first_received(contact_id: UUID) -> MessageRow | None:
    """What they wrote first, without its files."""
    found = Message.objects.filter(contact_id=contact_id, direction="in").order_by("at", "id").first()
    return row_of(MessageRow, found) if found else None


def message_of(contact_id: UUID, message_id: UUID) -> MessageRow | None:
    """One message of this contact, without its files."""
    found = Message.objects.filter(contact_id=contact_id, pk=message_id).first()
    return row_of(MessageRow, found) if found else None


def messages_with_file(attachment_id: UUID) -> list[MessageRow]:
    """The messages that enclose this file or are it, with all their files."""
    found = Message.objects.filter(Q(files__attachment_id=attachment_id) | Q(raw_id=attachment_id))
    return _rows(list(found.distinct().order_by("at", "id")[:MOST]))


def _rows(messages: list[Message]) -> list[MessageRow]:
    """Messages with their files, in two more queries however many they are."""
    links = list(MessageFile.objects.filter(message__in=messages).order_by("message_id", "place"))
    originals = [message.raw_id for message in messages if message.raw_id]
    files = files_by_id([*(link.attachment_id for link in links), *originals])
    return [
        row_of(
            MessageRow,
            message,
            files=tuple(files[link.attachment_id] for link in links if link.message_id == message.id),
            raw_file=files.get(message.raw_id) if message.raw_id else None,
        )
        for message in messages
    ]
