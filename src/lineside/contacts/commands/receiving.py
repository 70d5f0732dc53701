"""Messages that come in: a new contact, or one more message of a conversation that is still open."""

from lineside.contacts.commands.floods import flood_joined
from lineside.contacts.commands.opening import one_at_a_time, open_contact, wait_again
from lineside.contacts.commands.senders import note_hand_over
from lineside.contacts.commands.social import social_conversation
from lineside.contacts.commands.texts import answer_word, text_conversation
from lineside.contacts.commands.threads import earlier_in_thread, in_thread_of, say, tell_of_thread
from lineside.contacts.commands.web import reported_before
from lineside.contacts.events import ContactChanged, MessageReceived
from lineside.contacts.models import Contact, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import OPEN_STATES, WAITING, Arrival, gist_of, plain
from lineside.contacts.rules.mail import clocks, ranking_of, weigh
from lineside.contacts.rules.social import SOCIAL
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked

THREAD_LOOK_BACK = 50
CONVERSATIONS = {"text": text_conversation, "web": reported_before, SOCIAL: social_conversation}


@command(needs=CanContact.RECEIVE)
def receive_message(*, actor: Actor, arrival: Arrival) -> Contact:  # noqa: ARG001
    """The same bytes to the same box are one contact, however often and however fast they come."""
    is_text = arrival.channel == "text"
    one_at_a_time(
        f"bytes:{arrival.box}:{arrival.sha256}",
        arrival.message_id and f"id:{arrival.message_id}",
        f"{arrival.channel}:{arrival.box}:{arrival.sender_address}" if is_text or arrival.channel == SOCIAL else "",
    )
    known = Message.objects.filter(direction="in", box=arrival.box, sha256=arrival.sha256).first()
    if known:
        return known.contact
    twins = _twins(arrival)
    differing = [twin for twin in twins if twin.sha256 != arrival.sha256]
    contact = None if differing else _conversation(arrival)
    parent = None if contact else earlier_in_thread(arrival)
    contact = _joined(contact, arrival) if contact else open_contact(in_thread_of(parent, _new(arrival)))
    message = _message(contact, arrival, differs=bool(differing))
    note_hand_over(message, arrival)
    _mark(contact, twins)
    if parent:
        tell_of_thread(parent, contact)
    announce(MessageReceived(contact_id=contact.id, message_id=message.id))
    if is_text:
        answer_word(contact, arrival)
    return contact


def _twins(arrival: Arrival) -> list[Message]:
    """Messages that came before under the same Message-ID."""
    if not arrival.message_id or arrival.channel == SOCIAL:
        return []  # an edited post comes again under its own address, and belongs to the same conversation
    return list(
        Message.objects.filter(direction="in", message_id=arrival.message_id)
        .select_related("contact")
        .order_by("id")[:THREAD_LOOK_BACK]
    )


def _conversation(arrival: Arrival) -> Contact | None:
    """The open contact that this answers, when it comes from the same sender; a bounce has no sender of its own."""
    if own := CONVERSATIONS.get(arrival.channel):
        return own(arrival)
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


def _new(arrival: Arrival) -> Contact:
    weighed = weigh(arrival, uk_day(now()))
    flood_id = flood_joined(arrival, weighed)
    look_by, reply_by = clocks(arrival.box, arrival.received_at, uk_day(now()), weighed.look_seconds)
    return Contact(
        channel=arrival.channel,
        box_or_line=arrival.box,
        state=WAITING,
        risk=weighed.risk,
        risk_why=weighed.why,
        ranking=ranking_of(weighed),
        look_by=look_by,
        reply_by=None if arrival.is_auto else reply_by,
        sender_name=plain(arrival.sender_name)[:200],
        sender_address=arrival.sender_address[:320],
        subject=arrival.subject[:500],
        gist=gist_of(arrival.subject, arrival.text),
        opened_at=arrival.received_at,
        marks=list(arrival.remarks),
        has_news=True,
        flood_id=flood_id,
        is_exercise=arrival.is_exercise,
    )


def _joined(contact: Contact, arrival: Arrival) -> Contact:
    """One more message: the contact never sinks in the queue by it, and a resolved one waits again."""
    weighed = weigh(arrival, uk_day(now()))
    contact.ranking = ranking_of(weighed, contact.ranking)
    if weighed.risk > contact.risk:
        contact.risk, contact.risk_why = weighed.risk, weighed.why
    look_by, reply_by = clocks(arrival.box, arrival.received_at, uk_day(now()), weighed.look_seconds)
    contact.look_by = contact.look_by or look_by
    contact.reply_by = contact.reply_by or (None if arrival.is_auto else reply_by)
    wait_again(contact, arrival.received_at)
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
        sender_name=plain(arrival.sender_name)[:200],
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
        say(other, f"{contact.reference} has the same Message-ID and {same}.")
        say(contact, f"{other.reference} has the same Message-ID and {same}.")
