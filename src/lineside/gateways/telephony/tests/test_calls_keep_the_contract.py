"""The three ways in which a switch tells of a call: over HTTP, as SIP by the edge, and on the manager's line."""

import base64
import json
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client

from lineside.access.testing import make_client_key
from lineside.contacts.models import CallMoment, DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.files.queries import open_file
from lineside.files.testing import STORER
from lineside.gateways.telephony.heard import last_heard
from lineside.gateways.telephony.peer import Exchange, Server
from lineside.gateways.telephony.tests.test_switch_to_contact import Peer, the_gateway
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.kernel.clock import now

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = 200


def original(kept: CallMoment | DeadLetter) -> bytes:
    assert kept.raw_id
    return open_file(STORER, kept.raw_id).read()


class PostedLine:
    """What is answered with 200 is acknowledged; the sender keeps the rest and sends it again."""

    path = "/api/v1/calls/events"

    def __init__(self):
        self.client = Client(raise_request_exception=False)
        self.headers = {"authorization": f"Bearer {make_client_key(CanContact.RECEIVE)}"}
        self.bodies = {}

    def body(self, key):
        told = {"event_id": key, "call_id": key, "kind": "offered", "at": now().isoformat(), "number": "07700900123"}
        return json.dumps(told).encode()

    def offer(self, key):
        return self.post(self.bodies.setdefault(key, self.body(key)))

    def offer_rubbish(self):
        return self.post(b'{"event_id": "r", "call_id": "r", "kind": "sang", "at": "2026-04-01T09:00:00Z"}')

    def database_away(self):
        return failing_at_commit(table="contacts_callmoment")

    def post(self, body):
        answer = self.client.post(self.path, body, "application/json", headers=self.headers)
        return answer.status_code == KEPT


class SipLine(PostedLine):
    path = "/api/v1/telephony/sip"

    def body(self, key):
        lines = (
            "INVITE urn:service:sos SIP/2.0",
            "From: <sip:07700900123@x.example>;tag=a",
            "To: <sip:999@force.example>",
            f"Call-ID: {key}",
            "CSeq: 1 INVITE",
        )
        return self.told("\r\n".join((*lines, "", "")).encode())

    def offer_rubbish(self):
        """What cannot be read is a call all the same: somebody may be at the other end."""
        return self.post(self.told(b"\xff\x00 rubbish"))

    def told(self, message):
        sent = {"moment": "offered", "at": str(now().timestamp()), "message": base64.b64encode(message).decode()}
        return json.dumps(sent).encode()


class ManagerLine:
    """Asterisk repeats nothing: acknowledged is what the note of the last moment heard has passed, and a gap shows."""

    def __init__(self, exchange, note):
        self.exchange, self.note, self.calls = exchange, note, {}
        self.patience = 15

    def offer(self, key):
        if key in self.calls:
            self.exchange.drop()  # whoever signs in anew is told of every open channel
        else:
            self.calls[key] = self.exchange.ring("07700900123", "999", key)
        return self.is_heard()

    def offer_rubbish(self):
        for line in list(self.exchange.lines):
            line.request.sendall(b"\xff\x00 rubbish\r\n:\r\n\r\n" + b"x" * 20_000 + b"\r\n\r\n")
            line.request.sendall(
                b"Event: Newchannel\r\nTimestamp: 1.0\r\nChannel: PJSIP/trunk-9\r\nUniqueid: 9.9\r\n"
                b"Linkedid: 9.9\r\nCallerIDNum: 1\r\n\r\n"
            )
        return self.is_heard()

    @contextmanager
    def database_away(self):
        self.patience = 2
        with failing_at_commit(table="contacts_callmoment"):
            yield
        self.patience = 15

    def is_heard(self):
        """Noted twice since: the first may be of what was read before."""
        since = now()
        noted: set[datetime] = set()
        limit = time.monotonic() + self.patience
        while time.monotonic() < limit and len(noted) < 2:
            noted |= {heard for heard in [last_heard(self.note)] if heard and heard > since}
            time.sleep(0.02)
        return len(noted) > 1


class TestCallsOverHttpKeepTheContract(GatewayContract):
    @pytest.fixture
    def line(self):
        return PostedLine()

    def test_a_moment_has_the_body_that_told_it(self, line):
        assert line.offer("one")
        (moment,) = CallMoment.objects.all()
        assert original(moment) == line.bodies["one"]


class TestCallsBySipKeepTheContract(GatewayContract):
    @pytest.fixture
    def line(self):
        return SipLine()

    def test_a_moment_has_the_message_that_told_it(self, line):
        assert line.offer("one")
        (moment,) = CallMoment.objects.all()
        message = base64.b64decode(json.loads(line.bodies["one"])["message"])
        assert original(moment) == message


class TestTheManagersLineKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, tmp_path):
        exchange = Exchange(None)
        with Server(0, exchange) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            peer = cast("Peer", SimpleNamespace(port=server.server_address[1]))
            with the_gateway(peer, tmp_path):
                yield ManagerLine(exchange, tmp_path / "note.json")
            server.shutdown()

    def test_what_makes_no_sense_is_before_a_person_with_the_message_that_told_it(self, line):
        assert line.offer_rubbish()
        raw = json.loads(original(DeadLetter.objects.get()))["raw"]
        assert b"Timestamp: 1.0" in base64.b64decode(raw)
