"""Making a contact and bringing one back: its reference, its place, the locks that keep one thing from becoming two."""

import hashlib
from datetime import datetime

from django.db import connection

from lineside.contacts.events import ContactOpened
from lineside.contacts.models import Contact
from lineside.contacts.rules import RESOLVED, WAITING, table
from lineside.contacts.rules.letters_out import CHANNEL_OF
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.events import announce

_START = (
    "INSERT INTO contacts_daystart (day, number) VALUES (%s, nextval('contacts_number')) ON CONFLICT (day) DO NOTHING"
)
_NEXT = "SELECT nextval('contacts_number') - number FROM contacts_daystart WHERE day = %s"


def one_at_a_time(*keys: str) -> None:
    """Hold these keys until the transaction ends; two arrivals of one thing wait for each other here."""
    numbers = [int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True) for key in keys if key]
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(['pg_advisory_xact_lock(%s)'] * len(numbers))}", numbers)


def open_contact(contact: Contact) -> Contact:
    contact.reference = next_reference(contact.opened_at)
    contact.save()
    announce(
        ContactOpened(
            contact_id=contact.id,
            reference=contact.reference,
            channel=contact.channel,
            box_or_line=contact.box_or_line,
        )
    )
    return contact


def wait_again(contact: Contact, since: datetime) -> None:
    """A resolved contact is back in the queue, counted from now on; a mark keeps what became of it before."""
    if contact.state != RESOLVED or contact.channel in CHANNEL_OF.values():
        return  # what we wrote first waits for nobody: whoever wrote it hears what became of it
    known = table("dispositions", uk_day(now())).by_code.get(contact.disposition, {})
    became = ": ".join(each for each in (known.get("label", contact.disposition), contact.disposition_reason) if each)
    at = since.astimezone(UK)
    contact.marks = [
        *contact.marks,
        f"Resolved by {contact.handler_name or 'a machine'} ({became}); waits again since {at:%d %b %H:%M}.",
    ]
    contact.state, contact.handler_id, contact.handler_name, contact.waits_since = WAITING, None, "", since
    contact.disposition = contact.disposition_reason = contact.disposition_edition = ""
    if contact.channel != "phone":  # of a call the switch tells
        contact.answered_at = contact.ended_at = None


def next_reference(at: datetime) -> str:
    """C-20261124-0001, restarting each UK day. A refused contact may leave a number unused; none is used twice."""
    day = uk_day(at)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [day])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_START, [day])
            cursor.execute(_NEXT, [day])
            row = cursor.fetchone()
    return f"C-{day:%Y%m%d}-{row[0]:04d}"
