"""What the gateways ask: what is still to be sent, and what has come already."""

from uuid import UUID

from django.conf import settings

from lineside.contacts.models import Contact, HearingGap, Message
from lineside.contacts.queries.rows import ContactRow, MessageRow, row_of
from lineside.contacts.rules import OPEN_STATES, short_reply, words_of
from lineside.kernel.clock import now, uk_day


def unsent_messages(channel: str = "email") -> list[UUID]:
    """Keys of messages of this channel that are due for sending now; a look that costs no audit line."""
    due = Message.objects.filter(
        delivery__in=["queued", "sending"], try_at__lte=now(), contact__channel=channel
    ).order_by("try_at")
    return list(due.values_list("id", flat=True)[:100])


def message_to_send(message_id: UUID) -> MessageRow:
    return row_of(MessageRow, Message.objects.get(pk=message_id))


def text_as_sent(row: ContactRow, template: str, text: str) -> str:
    """The text that a reply would be, or the sentence that refuses it; nothing is written."""
    words = words_of(row.sender_name, row.reference, settings.FORCE)
    return short_reply(template, text, words, uk_day(now()))


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
