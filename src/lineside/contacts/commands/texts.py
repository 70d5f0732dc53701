"""Texts are conversations: which one a text belongs to, what a single word sets off, and silence after our answer."""

from uuid import UUID

from django.conf import settings
from django.db.models import Max

from lineside.contacts.commands.opening import wait_again
from lineside.contacts.events import ContactChanged, MessageQueued, MessageReceived
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import (
    OPEN_STATES,
    Arrival,
    gist_of,
    is_text_number,
    may_join,
    risk_of_message,
    text_line,
    whole_word,
)
from lineside.contacts.rules.replies import check_short, short_reply, words_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.pole.queries import unsafe_now


def text_conversation(arrival: Arrival) -> Contact | None:
    """The open contact of this number, unless it has been silent for longer than the line's window."""
    if not arrival.sender_address:
        return None
    newest = (
        Contact.objects.filter(
            channel="text",
            box_or_line=arrival.box,
            sender_address=arrival.sender_address,
            state__in=OPEN_STATES,
        )
        .order_by("-opened_at")
        .first()
    )
    if newest is None:
        return None
    contact = locked(Contact, newest.id)
    last_at = Message.objects.filter(contact=contact).aggregate(last=Max("at"))["last"] or contact.opened_at
    line = text_line(arrival.box, uk_day(arrival.received_at))
    return contact if may_join(contact.state, last_at, arrival.received_at, line) else None


def answer_word(contact: Contact, arrival: Arrival) -> None:
    """A text that is one word which means more is marked, and answered by itself once in a conversation."""
    on = uk_day(now())
    word = whole_word(arrival.text, on)
    if word is None:
        return
    if word["mark"] not in contact.marks:
        contact.marks = [*contact.marks, word["mark"]]
        contact.save(update_fields=["marks"])
        announce(ContactChanged(contact_id=contact.id, state=contact.state))
    # Two machines that answer each other would never end; one answer a conversation does.
    answered = Message.objects.filter(contact=contact, direction="out", is_auto=True).exists()
    if word["answer"] and not answered and is_text_number(contact.sender_address) and _may_be_texted(contact):
        text = short_reply(word["answer"], "", words_of(contact.sender_name, contact.reference, settings.FORCE), on)
        message = text_message(contact, text, written_by="", is_auto=True)
        announce(MessageQueued(contact_id=contact.id, message_id=message.id))


def _may_be_texted(contact: Contact) -> bool:
    """A machine has no reason that overrules a rule of safe contact: a person answers, or nobody."""
    because = unsafe_now("text", contact.sender_address)
    if because:
        contact.marks = [*contact.marks, f"No answer went by itself. {because}."]
        contact.save(update_fields=["marks"])
        announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return not because


@command(needs=CanContact.RECEIVE)
def text_caller(*, actor: Actor, contact_id: UUID, text: str) -> Message:  # noqa: ARG001
    """A text to who rings us, sent by itself as they asked; it stands at their call, which waits on as before."""
    contact = locked(Contact, contact_id)
    if not is_text_number(contact.sender_address):
        raise RuleBroken("No text can be sent to this caller.")
    message = text_message(contact, check_short(text), written_by="", is_auto=True)
    announce(MessageQueued(contact_id=contact.id, message_id=message.id))
    return message


def text_message(contact: Contact, text: str, *, written_by: str = "", is_auto: bool = False, to: str = "") -> Message:
    number = text_line(contact.box_or_line, uk_day(now()))["code"]  # who rang is texted from the first of them
    message = Message(
        contact=contact,
        direction="out",
        at=now(),
        box=number,
        sender_name=settings.FORCE,
        sender_address=number,
        recipients=[to or contact.sender_address],
        text=text,
        written_by=written_by,
        is_auto=is_auto,
        delivery="queued",
        try_at=now(),
    )
    message.save()
    return message


@command(needs=CanContact.RECEIVE)
def amend_message(*, actor: Actor, box: str, sha256: str, text: str, remarks: tuple[str, ...]) -> Message:  # noqa: ARG001
    """More of a message came after it was shown without: its words are put right, and its contact has news."""
    found = Message.objects.filter(direction="in", box=box, sha256=sha256).first()
    if found is None:
        raise NotFound("There is no such message.")
    message = locked(Message, found.id)
    message.text, message.remarks = text, list(remarks)
    message.save()
    contact = locked(Contact, message.contact_id)
    risk, why = risk_of_message(box, message.subject, text, uk_day(now()))
    if risk > contact.risk:
        contact.risk, contact.risk_why = risk, why
    if not Message.objects.filter(contact=contact, direction="in", at__lt=message.at).exists():
        contact.gist = gist_of(message.subject, text)
    wait_again(contact, now())
    contact.has_news = True
    contact.save()
    announce(MessageReceived(contact_id=contact.id, message_id=message.id))
    return message


@command(needs=CanContact.DELIVER)
def note_silence(*, actor: Actor) -> int:  # noqa: ARG001
    """Bring every contact that owed us an answer by now back to somebody's eye; how many."""
    due = list(
        Contact.objects.select_for_update(skip_locked=True)
        .filter(awaiting_until__lte=now(), state__in=OPEN_STATES)
        .order_by("id")
    )
    for contact in due:
        by = contact.awaiting_until.astimezone(UK) if contact.awaiting_until else now()
        contact.awaiting_until, contact.has_news = None, True
        contact.marks = [*contact.marks, f"No answer by {by:%H:%M} to what we texted."]
        contact.save()
        announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return len(due)
