"""Replies: queued here, claimed by the gateway under a lease, and told back how they went."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from lineside.contacts.commands.opening import wait_again
from lineside.contacts.commands.social import social_answer
from lineside.contacts.commands.texts import text_message
from lineside.contacts.commands.web import page_answer
from lineside.contacts.events import ContactChanged, MessageDelivered, MessageQueued
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import due_by, reply_words
from lineside.contacts.rules import (
    awaiting_until,
    check_hands,
    is_text_number,
    is_time_to_give_up,
    may_follow,
    next_try,
    text_line,
)
from lineside.contacts.rules.mail import LOOP_WITHIN, check_no_loop
from lineside.contacts.rules.replies import reply_subject, reply_text, short_reply
from lineside.contacts.rules.social import SOCIAL
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import first_key_at, uuid7
from lineside.kernel.models import locked
from lineside.pole.commands import permit_way_out
from lineside.pole.queries import unsafe_now

# Longer than the sending takes at its slowest, so that nobody sends beside another: a mail server may take ten minutes
# to say that it has a letter.
LEASES = {"email": timedelta(minutes=30), "text": timedelta(minutes=3), SOCIAL: timedelta(minutes=3)}
LONGEST_THREAD = 20
WAY_OUT = {"text": "text", SOCIAL: "social", "email": "mail", "web": "page"}


@command(needs=CanContact.REPLY)
def reply_to_contact(
    *,
    actor: Actor,
    contact_id: UUID,
    template: str = "plain",
    text: str = "",
    language: str = "",
    unsafe_reason: str = "",
    seen_version: int | None = None,
) -> Message:
    """Queue an answer on the channel on which the contact came; where that is not safe, only for a reason."""
    contact = locked(Contact, contact_id, seen_version)
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    if contact.channel == "text":
        message = _text(actor, contact, template, text, language)
    elif contact.channel == SOCIAL:
        message = social_answer(contact, template, text, language, written_by=actor.name)
    elif contact.channel == "web":
        message = page_answer(actor, contact, template, text, language)
    else:
        message = _letter(actor, contact, template, text, language)
    if way := WAY_OUT.get(contact.channel):
        message.unsafe_reason = permit_way_out(actor, way=way, to=contact.sender_address, reason=unsafe_reason)
        message.save(update_fields=["unsafe_reason"])
    contact.delivery_failure, contact.has_news, contact.reply_by = "", False, None
    contact.save()
    announce(MessageQueued(contact_id=contact.id, message_id=message.id))
    return message


def _text(actor: Actor, contact: Contact, template: str, text: str, language: str) -> Message:
    """A text, and the time by which an answer to it is waited for."""
    if not is_text_number(contact.sender_address):
        raise RuleBroken("No text can be sent to this sender: it is a name or withheld; use another way to reach them.")
    on = uk_day(now())
    words = reply_words(contact, actor.name)
    whole = short_reply(template, text, words, on, language=language)
    message = text_message(contact, whole, written_by=actor.name)
    contact.awaiting_until = awaiting_until(message.at, text_line(contact.box_or_line, on))
    return message


def _letter(actor: Actor, contact: Contact, template: str, text: str, language: str) -> Message:
    """An e-mail to answer the last that came, with the headers that keep it in the sender's thread."""
    if contact.channel != "email" or "@" not in contact.sender_address:
        raise RuleBroken("There is no address to answer to; use another way to reach them.")
    last = Message.objects.filter(contact=contact, direction="in", is_auto=False).order_by("-at", "-id").first()
    written = Message.objects.filter(
        direction="out", recipients=[contact.sender_address], pk__gte=first_key_at(now() - LOOP_WITHIN)
    )
    check_no_loop(only_machines=last is None, sent_lately=written.count())
    message = Message(
        contact=contact,
        direction="out",
        at=now(),
        box=contact.box_or_line,
        sender_name=settings.FORCE,
        sender_address=f"{contact.box_or_line}@{settings.MAIL_DOMAIN}",
        recipients=[contact.sender_address],
        subject=reply_subject(contact.subject, contact.reference),
        text=reply_text(template, text, reply_words(contact, actor.name), uk_day(now()), language=language),
        message_id=f"<{uuid7()}@{settings.MAIL_DOMAIN}>",
        in_reply_to=last.message_id if last else "",
        references=_thread(last),
        written_by=actor.name,
        delivery="queued",
        try_at=now(),
    )
    message.save()
    return message


@command(needs=CanContact.DELIVER)
def claim_message(*, actor: Actor, channel: str = "email") -> Message | None:  # noqa: ARG001
    """The next message of this channel to send, leased to who asked; a lease that ran out is up for taking again."""
    asked = Message.objects.select_for_update(skip_locked=True, of=("self",))
    message = asked.filter(due_by(channel)).order_by("try_at", "id").first()
    if message is None:
        return None
    if message.delivery == "queued" and _is_unsafe(message, channel):
        return None
    lease = LEASES[channel]
    if message.delivery == "sending" and message.try_at:
        # Whoever held the lease fell silent between sending and telling: the letter may have gone out.
        message.unsure_at = message.try_at - lease
    message.delivery, message.try_at, message.attempts = "sending", now() + lease, message.attempts + 1
    message.save()
    announce(MessageDelivered(contact_id=message.contact_id, message_id=message.id, outcome="sending"))
    return message


@command(needs=CanContact.DELIVER)
def record_delivery(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    message_id: UUID,
    outcome: str,
    detail: str = "",
    again_in: timedelta | None = None,
) -> Message:
    """sent, delivered, later (try again) or failed; a failure brings the contact back with what went wrong."""
    if outcome not in ("sent", "delivered", "later", "failed"):
        raise RuleBroken("A delivery is sent, delivered, later or failed.", "outcome")
    message = locked(Message, message_id)
    if message.direction != "out":
        raise RuleBroken("Only what we sent is delivered.")
    if outcome == "later" and is_time_to_give_up(message.attempts, now() - message.at, again_in):
        outcome, detail = "failed", f"Given up after {message.attempts} attempts: {detail}"
    if not may_follow(message.delivery, outcome):
        return message
    message.delivery = "queued" if outcome == "later" else outcome
    message.try_at = now() + (again_in or next_try(message.attempts)) if outcome == "later" else None
    message.failure = detail[:2000] if outcome in ("later", "failed") else ""
    message.save()
    if outcome == "failed":
        _bring_back(message)
    announce(MessageDelivered(contact_id=message.contact_id, message_id=message.id, outcome=outcome))
    return message


def _is_unsafe(message: Message, channel: str) -> bool:
    """What waited until it is not safe any more does not go; its contact comes back with the reason."""
    because = unsafe_now(WAY_OUT[channel], message.recipients[0]) if message.recipients else ""
    if not because or message.unsafe_reason:
        return False
    message.delivery, message.try_at = "failed", None
    message.failure = f"Not sent: {because[0].lower()}{because[1:]} any more."
    message.save()
    _bring_back(message)
    announce(MessageDelivered(contact_id=message.contact_id, message_id=message.id, outcome="failed"))
    return True


def _bring_back(message: Message) -> None:
    """Back to the queue when nobody has it any more; who has it in hand keeps it, and sees what went wrong."""
    contact = locked(Contact, message.contact_id)
    wait_again(contact, now())
    contact.delivery_failure = message.failure or "The reply could not be delivered."
    contact.has_news = True
    contact.save()
    announce(ContactChanged(contact_id=contact.id, state=contact.state))


def _thread(last: Message | None) -> list[str]:
    """The References of an answer (RFC 5322, 3.6.4): the parent's, then the parent; long threads keep both ends."""
    if last is None or not last.message_id:
        return []
    whole = [*(last.references or ([last.in_reply_to] if last.in_reply_to else [])), last.message_id]
    return whole if len(whole) <= LONGEST_THREAD else [whole[0], *whole[-LONGEST_THREAD + 1 :]]
