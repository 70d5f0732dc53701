"""Social media: which conversation a post belongs to, the answer to it, and what became of a post after it was kept."""

from uuid import UUID

from django.conf import settings
from django.db.models import Max

from lineside.contacts.events import MessageReceived
from lineside.contacts.models import Contact, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import reply_words
from lineside.contacts.rules import OPEN_STATES, Arrival, may_join
from lineside.contacts.rules.social import SOCIAL, check_reply_window, social_line, social_reply
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


def social_conversation(arrival: Arrival) -> Contact | None:
    """The open contact of this account on this line; public and private words are never in one conversation."""
    newest = (
        Contact.objects.filter(
            channel=SOCIAL, box_or_line=arrival.box, sender_address=arrival.sender_address, state__in=OPEN_STATES
        )
        .order_by("-opened_at")
        .first()
    )
    if newest is None:
        return None
    contact = locked(Contact, newest.id)
    last_at = Message.objects.filter(contact=contact).aggregate(last=Max("at"))["last"] or contact.opened_at
    line = social_line(arrival.box, uk_day(arrival.received_at))
    return contact if line and may_join(contact.state, last_at, arrival.received_at, line) else None


def social_answer(contact: Contact, template: str, text: str, language: str, *, written_by: str) -> Message:
    """An answer to the last that they wrote, on the line on which they wrote it."""
    on = uk_day(now())
    line = social_line(contact.box_or_line, on)
    last = Message.objects.filter(contact=contact, direction="in").order_by("-at", "-id").first()
    if not line or last is None:
        raise RuleBroken("There is no post to answer to; use another way to reach them.")
    check_reply_window(line, last.at, now())
    words = reply_words(contact, written_by)
    message = Message(
        contact=contact,
        direction="out",
        at=now(),
        box=contact.box_or_line,
        sender_name=settings.FORCE,
        sender_address=contact.box_or_line,
        recipients=[contact.sender_address],
        text=social_reply(template, text, words, line, contact.sender_address, on, language=language),
        in_reply_to=last.message_id,
        written_by=written_by,
        delivery="queued",
        try_at=now(),
    )
    message.save()
    return message


@command(needs=CanContact.RECEIVE)
def remark_on_message(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    box: str,
    sha256: str,
    remark: str,
    attachment_ids: tuple[UUID, ...] = (),
) -> Message:
    """Something became of a message after we had kept it, or files of it came; its words stay as they came."""
    found = Message.objects.filter(direction="in", box=box, sha256=sha256).first()
    if found is None:
        raise NotFound("There is no such message.")
    message = locked(Message, found.id)
    if remark in message.remarks:
        return message
    message.remarks = [*message.remarks, remark]
    message.save()
    for place, attachment_id in enumerate(attachment_ids, message.files.count()):
        MessageFile(message=message, attachment_id=attachment_id, place=place).save()
    contact = locked(Contact, message.contact_id)
    contact.has_news = True
    contact.save()
    announce(MessageReceived(contact_id=contact.id, message_id=message.id))
    return message
