"""Messages that come in: a new contact, or one more message of a conversation that is still open."""

from lineside.contacts.commands.opening import one_at_a_time, open_contact
from lineside.contacts.commands.texts import answer_word, text_conversation
from lineside.contacts.events import ContactChanged, MessageReceived
from lineside.contacts.models import Contact, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import OPEN_STATES, RESOLVED, WAITING, Arrival, gist_of, risk_of_message
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked

THREAD_LOOK_BACK = 50


@command(needs=CanContact.RECEIVE)
def receive_message(*, actor: Actor, arrival: Arrival) -> Contact:  # noqa: ARG001
    """The same bytes to the same box are one contact, however often and however fast they come."""
    is_text = arrival.channel == "text"
    one_at_a_time(
        f"bytes:{arrival.box}:{arrival.sha256}",
        arrival.message_id and f"id:{arrival.message_id}",
        f"text:{arrival.box}:{arrival.sender_address}" if is_text else "",
    )
    known = Message.objects.filter(direction="in", box=arrival.box, sha256=arrival.sha256).first()
    if known:
        return known.contact
    twins = _twins(arrival)
    differing = [twin for twin in twins if twin.sha256 != arrival.sha256]
    contact = None if differing else _conversation(arrival)
    contact = _joined(contact, arrival) if contact else open_contact(_new(arrival))
    message = _message(contact, arrival, differs=bool(differing))
    _mark(contact, twins)
    announce(MessageReceived(contact_id=contact.id, message_id=message.id))
    if is_text:
        answer_word(contact, arrival)
    return contact


def _twins(arrival: Arrival) -> list[Message]:
    """Messages that came before under the same Message-ID."""
    if not arrival.message_id:
        return []
    return list(
        Message.objects.filter(direction="in", message_id=arrival.message_id)
        .select_related("contact")
        .order_by("id")[:THREAD_LOOK_BACK]
    )


def _conversation(arrival: Arrival) -> Contact | None:
    """The open contact that this answers, when it comes from the same sender; a bounce has no sender of its own."""
    if arrival.channel == "text":
        return text_conversation(arrival)
    ids = [key for key in (arrival.bounce_of, arrival.in_reply_to, *reversed(arrival.references)) if key]
    if not ids:
        return None
    found = Message.objects.filter(message_id__in=ids[:THREAD_LOOK_BACK]).select_related("contact").order_by("-id")
    for message in found[:THREAD_LOOK_BACK]:
        contact = message.contact
        if arrival.bounce_of and message.message_id == arrival.bounce_of and message.direction == "out":
            return locked(Contact, contact.id)
        if arrival.sender_address and contact.sender_address == arrival.sender_address:
            contact = locked(Contact, contact.id)
            if contact.state in OPEN_STATES:
                return contact
    return None


def _risk(arrival: Arrival) -> tuple[int, str]:
    """Whichever of the text and the html says the graver thing."""
    weighed = (
        risk_of_message(arrival.box, arrival.subject, words, uk_day(now()))
        for words in dict.fromkeys((arrival.text, arrival.html_words))
    )
    return max(weighed, key=lambda found: found[0])


def _new(arrival: Arrival) -> Contact:
    risk, why = _risk(arrival)
    return Contact(
        channel=arrival.channel,
        box_or_line=arrival.box,
        state=WAITING,
        risk=risk,
        risk_why=why,
        sender_name=arrival.sender_name[:200],
        sender_address=arrival.sender_address[:320],
        subject=arrival.subject[:500],
        gist=gist_of(arrival.subject, arrival.text),
        opened_at=arrival.received_at,
        marks=list(arrival.remarks),
        has_news=True,
    )


def _joined(contact: Contact, arrival: Arrival) -> Contact:
    """One more message: the contact never sinks in the queue by it, and a resolved one waits again."""
    risk, why = _risk(arrival)
    if risk > contact.risk:
        contact.risk, contact.risk_why = risk, why
    if contact.state == RESOLVED:
        contact.state, contact.handler_id, contact.handler_name = WAITING, None, ""
    contact.has_news, contact.awaiting_until = True, None
    contact.save()
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


def _message(contact: Contact, arrival: Arrival, *, differs: bool) -> Message:
    message = Message(
        contact=contact,
        direction="in",
        at=arrival.received_at,
        box=arrival.box,
        sender_name=arrival.sender_name[:200],
        sender_address=arrival.sender_address[:320],
        recipients=list(arrival.recipients),
        subject=arrival.subject[:500],
        text=arrival.text,
        html=arrival.html,
        message_id=arrival.message_id[:500],
        in_reply_to=arrival.in_reply_to[:500],
        references=list(arrival.references),
        sha256=arrival.sha256,
        raw_id=arrival.raw_id,
        remarks=list(arrival.remarks),
        is_auto=arrival.is_auto,
        same_id_differs=differs,
    )
    message.save()
    for place, attachment_id in enumerate(arrival.attachment_ids):
        MessageFile(message=message, attachment_id=attachment_id, place=place).save()
    return message


def _mark(contact: Contact, twins: list[Message]) -> None:
    """Say on both contacts that they share a Message-ID, so that neither is taken for the other."""
    others = {twin.contact_id: twin for twin in twins if twin.contact_id != contact.id}
    if not others:
        return
    for key, twin in sorted(others.items()):
        other = locked(Contact, key)
        own = Message.objects.get(contact=contact, message_id=twin.message_id, direction="in")
        same = "the same content in another box" if own.sha256 == twin.sha256 else "other content"
        _say(other, f"{contact.reference} has the same Message-ID and {same}.")
        _say(contact, f"{other.reference} has the same Message-ID and {same}.")


def _say(contact: Contact, mark: str) -> None:
    if mark not in contact.marks:
        contact.marks = [*contact.marks, mark]
        contact.save(update_fields=["marks"])
        announce(ContactChanged(contact_id=contact.id, state=contact.state))
