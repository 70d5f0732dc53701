"""Makers for tests: a message, a call, a contact that has been taken."""

import hashlib
from datetime import datetime
from typing import Any

from lineside.contacts.commands import receive_message, record_call_moment, take_contact
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import Arrival, CallFact
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7

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


def make_text(text: str = "A man is shouting in coach C", number: str = "+447700900123", **facts: Any) -> Contact:
    whole = {"channel": "text", "box": "61016", "sender_name": "", "subject": "", "message_id": "", **facts}
    return make_message(sender_address=number, text=text, **whole)


def make_call(kind: str = "offered", **facts: Any) -> Contact:
    return record_call_moment(actor=GATEWAY, call=a_call(kind, **facts))


def make_taken_contact(actor: Actor, **facts: Any) -> Contact:
    return take_contact(actor=actor, contact_id=make_message(**facts).id)
