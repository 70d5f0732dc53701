"""Makers for tests: a message, a call, a contact that has been taken."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lineside.contacts.commands import receive_message, record_call_moment, take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import Arrival, CallFact
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.keys import first_key_at, uuid7

GATEWAY = system_actor("test gateway", CanContact.RECEIVE, CanContact.DELIVER)


def an_arrival(**facts: Any) -> Arrival:
    key = uuid7()
    whole: dict[str, Any] = {
        "box": "fcc",
        "sha256": hashlib.sha256(str(key).encode()).hexdigest(),
        "received_at": now(),
        "sender_name": "Sam Porter",
        "sender_address": "sam.porter@passenger.example",
        "subject": "Bag left on the train",
        "text": "I left a blue rucksack on the 08:14.",
        "message_id": f"<{key}@passenger.example>",
    }
    return Arrival(**{**whole, **facts})


def a_call(kind: str = "offered", at: datetime | None = None, **facts: Any) -> CallFact:
    whole: dict[str, Any] = {"switch_call_id": str(uuid7()), "number": "07700 900123"}
    return CallFact(kind=kind, at=at or now(), **{**whole, **facts})


def make_message(**facts: Any) -> Contact:
    return receive_message(actor=GATEWAY, arrival=an_arrival(**facts))


def make_long_conversation(messages: int) -> Contact:
    """A contact to which somebody wrote `number 0`, `number 1` and so on, a second apart."""
    contact = make_message(text="number 0")
    began = contact.opened_at
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    Message.objects.bulk_create(
        Message(
            contact=contact,
            direction="in",
            at=began + timedelta(seconds=number),
            box="fcc",
            text=f"number {number}",
            sha256=f"{number:064d}",
        )
        for number in range(1, messages)
    )
    return contact


def make_past(came_at: datetime, count: int = 1, took: timedelta | None = None, **facts: Any) -> None:
    """Contacts that came at that moment, keys and all, each seen through in so long; calls of the public line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    whole = {"channel": "phone", "box_or_line": "PUBLIC_FREEPHONE", "state": "resolved", "risk": 50}
    whole |= {"disposition": "advice_given", **facts}
    whole |= {"answered_at": came_at, "ended_at": came_at + took} if took is not None else {}
    first, rest = first_key_at(came_at).int, 2**62 - 1
    Contact.objects.bulk_create(
        Contact(id=UUID(int=first | key.int & rest), reference=f"P{key.hex[:20]}", opened_at=came_at, **whole)
        for key in (uuid7() for _ in range(count))
    )


def make_flood(count: int = 12, **facts: Any) -> list[Contact]:
    """Mails of one sender, of which the first ten are a sender's own business and the rest a flood."""
    whole = {"sender_address": "flood@sender.example", "subject": "Offer", "text": "Buy now.", **facts}
    return [make_message(**whole) for _ in range(count)]


def make_text(text: str = "A man is shouting in coach C", number: str = "+447700900123", **facts: Any) -> Contact:
    whole = {"channel": "text", "box": "61016", "sender_name": "", "subject": "", "message_id": "", **facts}
    return make_message(sender_address=number, text=text, **whole)


def make_call(kind: str = "offered", **facts: Any) -> Contact:
    return record_call_moment(actor=GATEWAY, call=a_call(kind, **facts))


def make_taken_contact(actor: Actor, **facts: Any) -> Contact:
    return take_contact(actor=actor, contact_id=make_message(**facts).id)


def in_one_instant(first: Callable[[], object], second: Callable[[], object]) -> Exception | None:
    """What the second meets that begins before the first has ended; None when both go through."""
    met: list[Exception] = []

    def begin() -> None:
        try:
            second()
        except Exception as error:  # noqa: BLE001 - the test judges it
            met.append(error)
        finally:
            connection.close()

    other = Thread(target=begin)
    with transaction.atomic():
        first()
        other.start()
        until_somebody_waits()
    other.join(10)
    return met[0] if met else None


def until_somebody_waits() -> None:
    """For a lock, as one does that meets what this transaction has in hand."""
    limit = monotonic() + 10
    while monotonic() < limit:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
