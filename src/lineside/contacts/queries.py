"""Reading contacts: the queue, one contact, its conversation, who wrote before, what is still to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from lineside.contacts import rules
from lineside.contacts.models import CallMoment, Contact, DeadLetter, HearingGap, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.files.queries import StoredFile, files_by_id
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A contact as it is shown and decided upon."""

    id: UUID
    version: int
    reference: str
    channel: str
    box_or_line: str
    state: str
    risk: int
    risk_why: str
    sender_name: str
    sender_address: str
    subject: str
    gist: str
    handler_id: UUID | None
    handler_name: str
    opened_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    heard_late: bool
    switch_call_id: str | None
    call_back: str
    call_back_reason: str
    disposition: str
    disposition_reason: str
    delivery_failure: str
    has_news: bool
    marks: list[str]

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message of a conversation with its files; `html` is safe to show."""

    id: UUID
    version: int
    contact_id: UUID
    direction: str
    at: datetime
    box: str
    sender_name: str
    sender_address: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: str
    references: list[str]
    sha256: str
    raw_id: UUID | None
    remarks: list[str]
    is_auto: bool
    same_id_differs: bool
    written_by: str
    delivery: str
    failure: str
    attempts: int
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentRow:
    """One moment of a call."""

    kind: str
    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A time in which a gateway could not hear."""

    id: UUID
    gateway: str
    started_at: datetime
    ended_at: datetime | None
    heard_late: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterRow:
    """Something that could not become a contact."""

    id: UUID
    version: int
    gateway: str
    created_at: datetime
    why: str
    raw_id: UUID | None
    worked_by: str
    worked_how: str


def queue(actor: Actor, limit: int = 500, after: str = "") -> list[ContactRow]:
    """Everything that still needs somebody, the gravest first and among equals the longest waiting."""
    permit(actor, CanContact.VIEW)
    open_ones = Contact.objects.filter(state__in=rules.OPEN_STATES).order_by("-risk", "opened_at", "id")
    rows = _rows(ContactRow, open_ones[: limit if not after else None])
    if after:
        place = next((number for number, row in enumerate(rows) if str(row.id) == after), -1)
        rows = rows[place + 1 : place + 1 + limit]
    return rows


def contact(contact_id: UUID, actor: Actor | None = None) -> ContactRow:
    """One contact. Pages and commands that have asked for the right already leave the actor out."""
    _permit_view(actor)
    rows = _rows(ContactRow, Contact.objects.filter(pk=contact_id))
    if not rows:
        raise NotFound("There is no such contact.")
    return rows[0]


def conversation(contact_id: UUID, actor: Actor | None = None) -> list[MessageRow]:
    """The messages of a contact, oldest first, with their files, in three queries."""
    _permit_view(actor)
    messages = list(Message.objects.filter(contact_id=contact_id).order_by("at", "id"))
    links = list(MessageFile.objects.filter(message__contact_id=contact_id).order_by("message_id", "place"))
    files = files_by_id([link.attachment_id for link in links])
    return [
        _row(
            MessageRow,
            message,
            files=tuple(files[link.attachment_id] for link in links if link.message_id == message.id),
        )
        for message in messages
    ]


def call_moments(contact_id: UUID, actor: Actor | None = None) -> list[MomentRow]:
    _permit_view(actor)
    return _rows(MomentRow, CallMoment.objects.filter(contact_id=contact_id).order_by("at", "id"))


def earlier_contacts(
    sender_address: str, actor: Actor | None = None, *, limit: int = 20, not_this: UUID | None = None
) -> list[ContactRow]:
    """Contacts from the same address or number, newest first."""
    _permit_view(actor)
    if not sender_address:
        return []
    found = Contact.objects.filter(sender_address=sender_address).order_by("-opened_at")
    return _rows(ContactRow, (found.exclude(pk=not_this) if not_this else found)[:limit])


def unsent_messages() -> list[UUID]:
    """Keys of messages that are due for sending now; a look that costs no audit line."""
    due = Message.objects.filter(delivery__in=["queued", "sending"], try_at__lte=now()).order_by("try_at")
    return list(due.values_list("id", flat=True)[:100])


def message_to_send(message_id: UUID) -> MessageRow:
    return _row(MessageRow, Message.objects.get(pk=message_id))


def sent_message(message_id: str) -> MessageRow | None:
    """The message of ours with this Message-ID, for a bounce to find."""
    found = Message.objects.filter(direction="out", message_id=message_id).first() if message_id else None
    return _row(MessageRow, found) if found else None


def received_before(box: str, sha256: str) -> UUID | None:
    """The contact that these bytes to this box have become already."""
    return Message.objects.filter(direction="in", box=box, sha256=sha256).values_list("contact_id", flat=True).first()


def hearing_gaps(actor: Actor, limit: int = 50) -> list[GapRow]:
    permit(actor, CanContact.SUPERVISE)
    return _rows(GapRow, HearingGap.objects.order_by("-started_at")[:limit])


def open_hearing_gap(gateway: str) -> UUID | None:
    return HearingGap.objects.filter(gateway=gateway, ended_at=None).values_list("id", flat=True).first()


def dead_letters(actor: Actor, limit: int = 100) -> list[DeadLetterRow]:
    permit(actor, CanContact.SUPERVISE)
    return _rows(DeadLetterRow, DeadLetter.objects.order_by("worked_at", "-id")[:limit])


def choices(name: str, actor: Actor | None = None, *, on: date | None = None) -> tuple[dict[str, Any], ...]:
    """The rows in force of `dispositions`, `templates`, `line_types` or `boxes`."""
    _permit_view(actor)
    return rules.table(name, on or uk_day(now())).rows


def _permit_view(actor: Actor | None) -> None:
    if actor is not None:
        permit(actor, CanContact.VIEW)


def _rows(kind: type[Row], records: Iterable[Any]) -> list[Row]:
    return [_row(kind, record) for record in records]


def _row(kind: type[Row], record: Any, **more: Any) -> Row:  # noqa: ANN401 - any of our models, field by field
    names = [field.name for field in fields(kind) if field.name not in more and field.name != "files"]  # type: ignore[arg-type]
    return kind(**{name: getattr(record, name) for name in names}, **more)
