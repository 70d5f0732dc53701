"""Makers for tests: an alert of a feed, one in hand, and a mail of a camera."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lineside.alerts.commands import acknowledge_do_not, receive_alert, take_alert, take_in_activation
from lineside.alerts.models import Alert
from lineside.alerts.permissions import CanAlert
from lineside.alerts.rules import AlertFacts, Journey, Subject
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import conversation
from lineside.contacts.testing import make_message
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.testing import on_staff

WORKING = (CanAlert.VIEW, CanAlert.WORK, CanContact.TAKE, CanContact.RESOLVE, "incidents.view")
FIRST = an_actor(*WORKING, name="Alex Reed")
SECOND = an_actor(*WORKING, name="Kim Osei", key=uuid7())
FEED = an_actor(CanAlert.SEND, name="test feed", key=uuid7())
POST = system_actor("test post", CanContact.RECEIVE)
COMPARED = ("name", "born", "photo")


def alert_facts(**facts: Any) -> AlertFacts:
    whole: dict[str, Any] = {
        "sender_ref": f"NBTC-{uuid7()}",
        "kind": "nbtc_arrest",
        "summary": "Wanted for robbery; arrives from Paris.",
        "subject": Subject(kind="person", name="Robin Vale", born="1990-02-01", document="Passport 123456789"),
        "journey": Journey(train="9I14", leaves="Paris Nord", arrives="St Pancras", eta=now() + timedelta(minutes=50)),
        "do_not": ("do_not_tell_carrier",),
    }
    return AlertFacts(**{**whole, **facts})


def make_alert(sender: Actor = FEED, **facts: Any) -> Alert:
    return receive_alert(actor=sender, facts=alert_facts(**facts))


def make_alert_in_hand(actor: Actor = FIRST, **facts: Any) -> Alert:
    """Taken and read by the actor, whom the staff records know, as they do SECOND."""
    on_staff(actor, SECOND)
    alert = take_alert(actor=actor, alert_id=make_alert(**facts).id)
    return acknowledge_do_not(actor=actor, alert_id=alert.id) if alert.do_not or alert.do_not_words else alert


def make_activation(camera: str = "LDS-CAM-1", **facts: Any) -> Alert | None:
    text = f"Person near the line.\n\nCamera: {camera}\nELR: TJC1\nMileage: 12m 30ch\n"
    whole = {"sender_address": "alarms@cameras.example", "subject": "Camera activation: Leeds", "text": text}
    mail = make_message(**{**whole, **facts})
    return taken_in(mail.id)


def taken_in(contact_id: UUID) -> Alert | None:
    return take_in_activation(actor=POST, contact_id=contact_id, message_id=conversation(contact_id)[-1].id)
