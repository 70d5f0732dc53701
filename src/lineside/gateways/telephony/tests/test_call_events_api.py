"""Call events over HTTP."""

from datetime import datetime
from typing import Any, cast

import pytest
from django.test import RequestFactory

from lineside.contacts.commands import take_contact
from lineside.contacts.models import CallMoment, Contact
from lineside.contacts.permissions import CanContact
from lineside.gateways.telephony.api import CallEventIn, read_call_taken, tell_call_event
from lineside.gateways.telephony.calls import CallEvent, fault_in
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, Refusal, RuleBroken
from lineside.kernel.testing import an_actor
from lineside.ui.pages import Asking

pytestmark = pytest.mark.django_db


def send(*permissions: str, **facts: Any) -> Any:
    request = cast("Asking", RequestFactory().post("/api/v1/calls/events"))
    request.actor = system_actor("a switch", *permissions)
    whole = {"event_id": "e1", "call_id": "c1", "kind": "offered", "at": "2026-04-01T09:00:00Z", "number": "0770"}
    return tell_call_event(request, CallEventIn(**{**whole, **facts}))


def test_the_same_event_twice_is_one_contact_and_one_moment():
    assert send(CanContact.RECEIVE) == send(CanContact.RECEIVE)
    assert Contact.objects.count() == CallMoment.objects.count() == 1


def test_moments_that_come_in_the_wrong_order_are_one_call():
    send(CanContact.RECEIVE, event_id="e2", kind="abandoned", at="2026-04-01T09:01:00Z")
    send(CanContact.RECEIVE)
    assert Contact.objects.get().call_back == "needed"


@pytest.mark.parametrize("wrong", [{"kind": "sang"}, {"at": "2099-01-01T00:00:00Z"}])
def test_what_cannot_be_is_refused_in_a_sentence(wrong):
    with pytest.raises(Refusal):
        send(CanContact.RECEIVE, **wrong)


@pytest.mark.parametrize("at", ["2999-01-01T00:00:00+00:00", "2026-04-01T09:00:00", "0001-01-01T00:00:00+00:00"])
def test_a_time_that_cannot_be_is_a_fault_whichever_way_a_switch_told_it(at):
    event = CallEvent(event_id="e1", call_id="c1", kind="offered", at=datetime.fromisoformat(at))
    fault = fault_in(event, now())
    assert fault
    assert fault[0] == "at"


def test_control_characters_do_not_reach_the_desk():
    send(CanContact.RECEIVE, name="Ana\x00\x1b[2J", facts={"note": "a\nb"})
    assert "\x1b" not in Contact.objects.get().sender_name


def test_a_client_without_the_right_is_refused():
    with pytest.raises(NotPermitted):
        send(CanContact.VIEW)


def is_taken(*permissions: str, call_id: str = "c1") -> bool:
    request = cast("Asking", RequestFactory().get("/api/v1/calls/taken"))
    request.actor = system_actor("a switch", *permissions)
    return read_call_taken(request, call_id)["is_taken"]


def test_a_switch_is_told_once_somebody_at_a_desk_has_the_call():
    sent = send(CanContact.RECEIVE)
    assert not is_taken(CanContact.RECEIVE)
    take_contact(actor=an_actor(CanContact.TAKE), contact_id=sent["contact_id"])
    assert is_taken(CanContact.RECEIVE)
    with pytest.raises(RuleBroken, match="tell of it first"):
        is_taken(CanContact.RECEIVE, call_id="c2")
    with pytest.raises(NotPermitted):
        is_taken(CanContact.VIEW)
