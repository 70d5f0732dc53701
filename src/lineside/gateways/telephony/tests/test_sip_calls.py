"""Which call a SIP message belongs to, as the edge tells of it."""

import base64
from itertools import count
from typing import Any, cast

import pytest
from django.test import RequestFactory

from lineside.contacts.commands import take_contact
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.gateways.telephony.api import SipMessageIn, tell_sip_message
from lineside.kernel.actors import system_actor
from lineside.kernel.testing import an_actor
from lineside.queues.permissions import CanQueue
from lineside.ui.pages import Asking

pytestmark = pytest.mark.django_db
SECONDS = count(1_795_770_847)
ROUTE = "Route: <sip:127.0.0.1:5060;lr=on;ftag=a;inv=1>"


def tell(moment, start, *lines, of="a", to="", number=1):
    """By the contact's key; the one who rings has the tag `a`."""
    tags = f";tag={of}", f";tag={to}" if to else ""
    head = (
        start + " sip:999@force.example SIP/2.0",
        f"From: <sip:07700900123@x.example>{tags[0]}",
        f"To: <sip:999@force.example>{tags[1]}",
        f"Call-ID: {'c1' * 100}",
        f"CSeq: {number} {start}",
        *lines,
    )
    message = base64.b64encode("\r\n".join((*head, "", "")).encode()).decode()
    request = cast("Asking", RequestFactory().post("/api/v1/telephony/sip"))
    request.actor = system_actor("the edge", CanContact.RECEIVE)
    facts: dict[str, Any] = {"moment": moment, "at": str(next(SECONDS)), "message": message}
    return tell_sip_message(request, SipMessageIn(**facts))["contact_id"]


def test_a_try_again_is_another_call_even_when_the_end_of_the_first_is_told_after_it():
    first, second = tell("offered", "INVITE"), tell("offered", "INVITE", number=2)
    assert tell("abandoned", "INVITE") == first
    assert tell("answered", "INVITE", to="s", number=2) == second
    assert list(Contact.objects.order_by("id").values_list("state", flat=True)) == ["resolved", "taken"]


def test_of_the_tries_of_one_caller_the_last_alone_is_owed_a_call_back():
    first = tell("offered", "INVITE")
    tell("abandoned", "INVITE")
    assert Contact.objects.get(pk=first).call_back == "needed"
    second = tell("offered", "INVITE", number=2)
    settled, rings = Contact.objects.get(pk=first), Contact.objects.get(pk=second)
    assert (settled.state, settled.call_back, settled.disposition) == ("resolved", "decided_not_to_call", "duplicate")
    assert settled.call_back_reason == f"They tried again at once: {rings.reference}."
    assert (rings.state, rings.call_back) == ("offered", "")
    tell("abandoned", "INVITE", number=2)
    rings.refresh_from_db()
    assert (rings.state, rings.call_back) == ("abandoned", "needed")
    assert list(Contact.objects.filter(call_back="needed")) == [rings]


def test_an_earlier_try_that_somebody_has_in_hand_stays_with_them():
    first = tell("offered", "INVITE")
    tell("abandoned", "INVITE")
    take_contact(actor=an_actor(*CanContact, *CanQueue), contact_id=first)
    tell("offered", "INVITE", number=2)
    assert Contact.objects.get(pk=first).state == "taken"


def test_two_callers_whose_telephones_use_one_call_id_are_two_calls():
    assert tell("offered", "INVITE") != tell("offered", "INVITE", of="b")


def test_whoever_hangs_up_ends_the_call_that_our_route_names():
    first, second = tell("offered", "INVITE"), tell("offered", "INVITE", number=2)
    assert tell("ended", "BYE", ROUTE, of="s", to="a", number=7) == first
    assert tell("ended", "BYE", ROUTE.replace("inv=1", "inv=2"), to="s", number=3) == second
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(("of", "to"), [("a", "s"), ("s", "a")])
def test_of_a_telephone_that_keeps_no_route_the_newest_call_is_meant(of, to):
    tell("offered", "INVITE")
    second = tell("offered", "INVITE", number=2)
    assert tell("located", "UPDATE", of=of, to=to, number=3) == second
    assert tell("ended", "BYE", of=of, to=to, number=4) == second
    assert Contact.objects.count() == 2


def test_an_end_that_is_told_before_its_beginning_is_of_that_call():
    assert tell("ended", "BYE", ROUTE, of="s", to="a", number=7) == tell("offered", "INVITE")
