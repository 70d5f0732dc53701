"""What is added to a report that came by the web form, and what is answered on its reporter's page."""

from django.conf import settings

from lineside.contacts.models import Contact, Message
from lineside.contacts.queries import reply_words
from lineside.contacts.rules import Arrival
from lineside.contacts.rules.replies import PAGE, check_page_lasts, reply_text
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.models import locked


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
