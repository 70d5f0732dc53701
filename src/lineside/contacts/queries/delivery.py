"""What the gateways ask: what is still to be sent, and what has come already."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from lineside.contacts.models import Contact, DeadLetter, HearingGap, Message, SenderCheck
from lineside.contacts.queries.rows import MessageRow
from lineside.contacts.rules import OPEN_STATES, SENT_BY
from lineside.contacts.rules.replies import PAGE
from lineside.files.queries import open_file
from lineside.finding.queries import row_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.keys import first_key_at

MOST_ON_A_PAGE = 100


def due_by(channel: str) -> Q:
    """What is to be sent now by this way; notices of a page that has no way of its own go by mail or as texts."""
    whose = Q(contact__channel__in=SENT_BY.get(channel, [channel]))
    if channel in ("email", "text"):
        by_mail = Q(sender_address__contains="@")
        whose |= Q(contact__channel="web") & (by_mail if channel == "email" else ~by_mail)
    return Q(delivery__in=["queued", "sending"], try_at__lte=now()) & whose


def unsent_messages(channel: str = "email") -> list[UUID]:
    """Keys of messages of this channel that are due for sending now; a look that costs no audit line."""
    due = Message.objects.filter(due_by(channel)).order_by("try_at")
    return list(due.values_list("id", flat=True)[:100])


def message_to_send(message_id: UUID) -> MessageRow:
    return row_of(MessageRow, Message.objects.get(pk=message_id))


def sent_message(message_id: str) -> MessageRow | None:
    """The message of ours with this Message-ID, for a bounce to find."""
    found = Message.objects.filter(direction="out", message_id=message_id).first() if message_id else None
    return row_of(MessageRow, found) if found else None


def overdue_answers() -> bool:
    """Whether somebody whom we texted has been silent for too long."""
    return Contact.objects.filter(awaiting_until__lte=now(), state__in=OPEN_STATES).exists()


def received_before(box: str, sha256: str) -> UUID | None:
    """The contact that these bytes to this box have become already."""
    return Message.objects.filter(direction="in", box=box, sha256=sha256).values_list("contact_id", flat=True).first()


def open_hearing_gap(gateway: str) -> UUID | None:
    return HearingGap.objects.filter(gateway=gateway, ended_at=None).values_list("id", flat=True).first()


def dead_lately(gateway: str, within: timedelta) -> int:
    """How many dead letters of this gateway were kept in this time."""
    return DeadLetter.objects.filter(gateway=gateway, id__gte=first_key_at(now() - within)).count()


def dead_already(gateway: str, digests: list[str]) -> set[str]:
    """Which of these a person was shown before."""
    return set(DeadLetter.objects.filter(gateway=gateway, sha256__in=digests).values_list("sha256", flat=True))


def senders_are_due() -> bool:
    """Whether somebody's mail is still to be checked; a look that costs no audit line."""
    return SenderCheck.objects.filter(due_at__lte=now()).exists()


def mail_as_it_came(actor: Actor, message_id: UUID) -> tuple[str, bytes]:
    """Whom it says it comes from, and its own bytes."""
    message = Message.objects.get(pk=message_id)
    if message.raw_id is None:
        return message.sender_address, b""
    return message.sender_address, open_file(actor, message.raw_id, f"sender of message {message.id}").read()


def answers_on_page(contact_id: UUID) -> list[MessageRow]:
    """What was answered to a web report on its reporter's page, oldest first."""
    found = Message.objects.filter(contact_id=contact_id, direction="out", sender_address=PAGE).order_by("at", "id")
    return [row_of(MessageRow, each) for each in found[:MOST_ON_A_PAGE]]
