"""What is added to a report that came by the web form, and what is answered on its page and told of."""

from uuid import UUID

from django.conf import settings

from lineside.contacts.commands.texts import text_message
from lineside.contacts.events import ContactChanged, MessageQueued
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import reply_words
from lineside.contacts.rules import Arrival, is_text_number, table
from lineside.contacts.rules.replies import PAGE, check_page_lasts, reply_text
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.pole.queries import unsafe_now


def reported_before(arrival: Arrival) -> Contact | None:
    """The contact that a report became: who holds its link adds to it for as long as the link lasts, open or not."""
    if not arrival.in_reply_to:
        return None
    first = Message.objects.filter(direction="in", message_id=arrival.in_reply_to, contact__channel="web").first()
    return locked(Contact, first.contact_id) if first else None


def page_answer(actor: Actor, contact: Contact, template: str, text: str, language: str) -> Message:
    """It stands on the page at once, and counts as delivered when whoever holds the link has asked to read it."""
    check_page_lasts(contact.opened_at, now())
    message = Message(
        contact=contact,
        direction="out",
        at=now(),
        box=contact.box_or_line,
        sender_name=settings.FORCE,
        sender_address=PAGE,
        recipients=[PAGE],
        text=reply_text(template, text, reply_words(contact, actor.name), uk_day(now()), language=language),
        written_by=actor.name,
        delivery="sent",
    )
    message.save()
    return message


@command(needs=CanContact.REPLY)
def tell_of_answer(*, actor: Actor, message_id: UUID, to: str, subject: str, text: str) -> Message | None:  # noqa: ARG001
    """A notice by mail or text that an answer waits on the page; none while an earlier answer stands unread.

    Its words tell whoever else reads that box or telephone nothing, and name nobody; that it came from the force's own
    address or number they can see, which is why it goes only to who asked for that way. It keeps no promise. A machine
    has no reason that overrules a rule of safe contact, so then none goes.
    """
    answer = Message.objects.get(pk=message_id)
    contact = locked(Contact, answer.contact_id)
    ours = Message.objects.filter(contact=contact, direction="out")
    unread = ours.filter(sender_address=PAGE, delivery="sent").order_by("at", "id")
    told = ours.filter(is_auto=True, at__gte=answer.at).exists()
    if told or unread.values_list("id", flat=True).first() != answer.id:
        return None
    way = "mail" if "@" in to else "text"
    if way == "text" and not is_text_number(to):
        raise RuleBroken("No text can be sent to that number.", "to")
    if because := unsafe_now(way, to):
        contact.marks = [*contact.marks, f"They were not told that an answer waits. {because}."]
        contact.save(update_fields=["marks"])
        announce(ContactChanged(contact_id=contact.id, state=contact.state))
        return None
    notice = _notice(contact, to, subject, text) if way == "mail" else text_message(contact, text, to=to, is_auto=True)
    announce(MessageQueued(contact_id=contact.id, message_id=notice.id))
    return notice


def _notice(contact: Contact, to: str, subject: str, text: str) -> Message:
    """From the first of our boxes, and without the force's name beside it."""
    box = table("boxes", uk_day(now())).rows[0]["code"]
    message = Message(
        contact=contact,
        direction="out",
        at=now(),
        box=box,
        sender_address=f"{box}@{settings.MAIL_DOMAIN}",
        recipients=[to],
        subject=subject,
        text=text,
        message_id=f"<{uuid7()}@{settings.MAIL_DOMAIN}>",
        is_auto=True,
        delivery="queued",
        try_at=now(),
    )
    message.save()
    return message
