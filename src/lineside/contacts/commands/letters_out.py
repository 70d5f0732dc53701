"""A letter or a text that we write first is a contact as well, with what became of it. It is never in the queue."""

from django.conf import settings

from lineside.contacts.commands.opening import open_contact
from lineside.contacts.commands.texts import text_message
from lineside.contacts.events import MessageQueued
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import RESOLVED, gist_of, table
from lineside.contacts.rules.letters_out import CHANNEL_OF, check_body, check_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.pole.commands import permit_way_out

DISPOSITION = "update_given"


@command(needs=CanContact.REPLY)
def write_first(*, actor: Actor, way: str, to: str, content: tuple[str, str, str], unsafe_reason: str = "") -> Message:
    """Queue it; the gateway of its way sends it once and tells how that went, by the news of every message.

    `content` is to whom, about what and the words, out of the trail. Where it is not safe, only for a reason.
    """
    at, (name, subject, text) = now(), content
    reached, words = check_to(way, to), check_body(way, text)
    overruled = permit_way_out(actor, way=way, to=reached, reason=unsafe_reason)
    box = table("boxes" if way == "mail" else "text_lines", uk_day(at)).rows[0]["code"]
    contact = open_contact(
        Contact(
            channel=CHANNEL_OF[way],
            box_or_line=box,
            state=RESOLVED,
            risk=0,
            sender_name=name[:200],
            sender_address=reached,
            subject=subject[:500],
            gist=gist_of(subject, "" if subject else words),
            handler_id=actor.id,
            handler_name=actor.name[:200],
            opened_at=at,
            disposition=DISPOSITION,
            disposition_edition=table("dispositions", uk_day(at)).edition,
        )
    )
    message = _mail(contact, words) if way == "mail" else text_message(contact, words)
    message.written_by, message.unsafe_reason = actor.name[:200], unsafe_reason or overruled
    message.save()
    announce(MessageQueued(contact_id=contact.id, message_id=message.id))
    return message


def _mail(contact: Contact, text: str) -> Message:
    return Message(
        contact=contact,
        direction="out",
        at=contact.opened_at,
        box=contact.box_or_line,
        sender_name=settings.FORCE,
        sender_address=f"{contact.box_or_line}@{settings.MAIL_DOMAIN}",
        recipients=[contact.sender_address],
        subject=contact.subject,
        text=f"{text}\n",
        message_id=f"<{uuid7()}@{settings.MAIL_DOMAIN}>",
        delivery="queued",
        try_at=contact.opened_at,
    )
