"""GOV.UK Notify as the second route: chosen when the first has died, in by callback and by asking, once by its id."""

import time
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from lineside.access.commands import enrol_client
from lineside.access.permissions import CanAccess
from lineside.contacts import queries
from lineside.contacts.commands import reply_to_contact, take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_text
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.text import api as text_api
from lineside.gateways.text.line import Line
from lineside.gateways.text.link import link_of
from lineside.gateways.text.models import TextPart
from lineside.gateways.text.notify import Notify, notify_account, received_text
from lineside.gateways.text.outbound import Routes, send_due
from lineside.gateways.text.peer import NotifyPeer
from lineside.gateways.text.peer.notify import KEY, TEMPLATE
from lineside.gateways.text.rules import choose_route
from lineside.gateways.text.run import look
from lineside.gateways.text.tests.conftest import a_gateway
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(*CanContact)
ANNA = "+447700900001"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def peer(live_server, settings):
    scopes = (CanContact.RECEIVE, CanContact.DELIVER)
    key = enrol_client(actor=system_actor("tests", *CanAccess), name="Notify", scopes=scopes).shown_key
    peer = NotifyPeer(callback=live_server.url, bearer=key)
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def notify(peer):
    notify = Notify(notify_account(peer.url, KEY, TEMPLATE))
    yield notify
    notify.close()


def reply(text="Which coach?", number=ANNA):
    contact = take_contact(actor=ALEX, contact_id=make_text(number=number).id)
    return reply_to_contact(actor=ALEX, contact_id=contact.id, text=text)


def delivery(message):
    return Message.objects.get(id=message.id).delivery


class CallbackLine:
    def __init__(self, peer, patched):
        self.peer, self.patched = peer, patched
        self.told = {}

    def offer(self, key):
        told = self.told.setdefault(key, self.peer.text(f"4477009{sum(key.encode()):05d}", key))
        return self.peer.call_back(told) == 200

    def offer_rubbish(self):
        return self.peer._post("/api/v1/text/notify/received", {"id": "x", "message": 7}) == 200

    def database_away(self):
        return self.patched()


class TestCallbacksKeepTheContract(GatewayContract):
    @pytest.fixture
    def line(self, peer, monkeypatch):
        @contextmanager
        def away():
            def fail(**_):
                raise OperationalError("away")

            with monkeypatch.context() as patched:
                patched.setattr(text_api, "take_in", fail)
                yield

        return CallbackLine(peer, away)


@pytest.mark.parametrize(
    ("away_for", "is_well", "route"),
    [
        (0.0, True, "first"),
        (0.0, None, "first"),
        (3.0, True, ""),
        (16.0, True, "second"),
        (16.0, False, ""),
        (16.0, None, ""),
        (None, True, "second"),
        (None, False, ""),
    ],
)
def test_the_route_is_chosen_by_health(away_for, is_well, route):
    assert choose_route(first_away_for=away_for, second_is_well=is_well) == route


def test_a_reply_goes_by_the_second_route_when_the_first_has_died_and_by_the_first_when_it_lives(
    server, centre, peer, notify
):
    dead = Line(link_of("smpp://lineside:peer@127.0.0.1:1/"), Event())
    message = reply("It is safe now. " * 20)
    assert look(notify) == ""
    send_due(Routes(dead, notify))
    assert delivery(message) == "queued"
    dead._lost_at = time.monotonic() - 20
    send_due(Routes(dead, notify))
    assert delivery(message) == "sent"
    (sent,) = peer.sent
    assert sent["phone_number"] == ANNA
    assert sent["personalisation"] == {"body": ("It is safe now. " * 20).strip()}
    with a_gateway(server, notify=notify):
        other = reply(number="+447700900002")
        centre.until(lambda: bool(centre.submitted))
    assert len(peer.sent) == 1
    assert delivery(other) in ("sent", "delivered")


@pytest.mark.parametrize(
    ("status", "becomes"), [("delivered", "delivered"), ("permanent-failure", "failed"), ("pending", "sent")]
)
def test_a_status_that_is_called_back_is_the_texts_own(peer, notify, status, becomes):
    message = reply()
    look(notify)
    send_due(Routes(None, notify))
    for _ in range(2):
        assert peer.call_back_status(peer.sent[0], status) == 200
    assert delivery(message) == becomes


def test_a_number_that_it_does_not_take_brings_the_contact_back(peer, notify):
    message = reply(number="+33612345678")
    look(notify)
    send_due(Routes(None, notify))
    row = queries.contact(message.contact_id)
    assert row.delivery_failure == "Notify: phone_number is not a UK mobile number (400)"


@pytest.mark.parametrize("status", [429, 403, 500, 503])
def test_a_passing_fault_loses_no_text(peer, notify, status):
    message = reply()
    look(notify)
    peer.fails = [status]
    send_due(Routes(None, notify))
    assert delivery(message) == "queued"
    look(notify)
    with clock(now() + timedelta(minutes=2)):
        send_due(Routes(None, notify))
    assert delivery(message) == "sent"
    assert len(peer.sent) == 1


def test_what_left_in_an_attempt_that_broke_off_is_not_sent_again(peer, notify):
    message = reply()
    look(notify)
    peer.sent.append({"id": "went", "reference": str(message.id), "phone_number": ANNA})
    peer.fails = [503]
    send_due(Routes(None, notify))
    look(notify)
    with clock(now() + timedelta(minutes=2)):
        send_due(Routes(None, notify))
    assert delivery(message) == "sent"
    assert len(peer.sent) == 1


def test_a_text_that_is_called_back_is_a_contact_once_however_it_is_told(peer, notify):
    told = peer.text("447700900001", "A man is on the track 🚆")
    for _ in range(2):
        assert peer.call_back(told) == 200
        assert look(notify) == ""
    (row,) = queries.queue(ALEX)
    assert (row.sender_address, row.gist, row.risk) == (ANNA, "A man is on the track 🚆", 70)
    (message,) = queries.conversation(row.id)
    assert message.remarks == []


def test_texts_whose_callbacks_were_lost_are_found_by_asking_page_by_page(peer, notify, monkeypatch):
    monkeypatch.setattr("lineside.gateways.text.peer.notify.PAGE", 3)
    for number in range(8):
        peer.text("447700900001", f"text {number}")
    assert look(notify) == ""
    (row,) = queries.queue(ALEX)
    assert [message.text for message in queries.conversation(row.id)] == [f"text {number}" for number in range(8)]
    assert look(notify) == ""
    assert TextPart.objects.count() == 8


def test_the_same_number_by_either_route_is_one_conversation(server, centre, peer, notify):
    peer.text("447700900001", "Coach C")
    look(notify)
    with a_gateway(server, out=False):
        (sent,) = centre.text(ANNA[1:], "Now at Leeds")
        assert centre.until(lambda: sent.status == 0)
    assert Contact.objects.count() == 1


def test_a_service_that_is_away_or_says_nonsense_is_told_apart(notify, peer):
    peer.received = [{"id": 1}]
    assert "do not understand" in look(notify)
    peer.received = []
    peer.fails = [500]
    assert "does not answer as it should" in look(notify)
    peer.stop()


def test_a_stranger_calls_back_in_vain(peer, client):
    peer.bearer = "wrong"
    assert peer.call_back(peer.text("447700900001", "x")) == 401
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("http://notify.example", KEY, TEMPLATE),
        ("https://n.example", "short", TEMPLATE),
        ("https://n.example", KEY, ""),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(wrong):
    with pytest.raises(ImproperlyConfigured, match="For Notify set"):
        notify_account(*wrong)


@pytest.mark.parametrize("url", ["http://a@b/", "smpp://host/", "smpp://a:b@h/?alphabet=klingon"])
def test_a_wrong_address_stops_the_start_with_a_sentence(url):
    with pytest.raises(ImproperlyConfigured):
        link_of(url)


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "2026-11-26T09:14:07", "", "yesterday"])
def test_a_text_whose_time_makes_no_sense_is_dated_by_our_own_clock(said):
    told = {"id": "1", "user_number": "447700900123", "notify_number": "61016", "content": "Help", "created_at": said}
    with clock(now()):
        assert received_text(told).at == now()
