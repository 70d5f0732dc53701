"""A letter that answers an earlier contact opens another where it may not join it, and both say so."""

from lineside.contacts.events import ContactChanged
from lineside.contacts.models import Contact, Message
from lineside.contacts.rules import OPEN_STATES, Arrival
from lineside.kernel.events import announce
from lineside.kernel.models import locked

LOOK_BACK, MOST_MARKS = 50, 50
AND_MORE = "More like these came; they are not named here."


def earlier_in_thread(arrival: Arrival) -> Contact | None:
    """The newest contact that holds a message which this one names, whoever sent it and whatever became of it."""
    named = [key for key in (arrival.in_reply_to, *reversed(arrival.references)) if key]
    if arrival.channel != "email" or not named:
        return None
    found = Message.objects.filter(message_id__in=named[:LOOK_BACK]).select_related("contact").order_by("-id").first()
    return found.contact if found else None


def in_thread_of(parent: Contact | None, contact: Contact) -> Contact:
    if parent:
        contact.thread_id = parent.thread_id or parent.id
        same = parent.sender_address == contact.sender_address
        state = "which is open" if parent.state in OPEN_STATES else "which is resolved"
        how = f"{state}." if same else f"{state}, from another sender."
        contact.marks = [*contact.marks, f"It belongs to the thread of {parent.reference}, {how}"]
    return contact


def tell_of_thread(parent: Contact, contact: Contact) -> None:
    say(locked(Contact, parent.id), f"{contact.reference} goes on with this thread.")


def say(contact: Contact, mark: str) -> None:
    """Once, and no more than a desk can read: whoever knows one of our letters' names could go on for ever."""
    mark = AND_MORE if len(contact.marks) >= MOST_MARKS else mark
    if mark not in contact.marks:
        contact.marks = [*contact.marks, mark]
        # Not a new version: whoever has it in hand goes on filling in what they have open.
        Contact.objects.filter(pk=contact.pk).update(marks=contact.marks)
        announce(ContactChanged(contact_id=contact.id, state=contact.state))
