"""sipp rings through Debian's Kamailio with our configuration; the call is offered in PostgreSQL with its place."""

import re
import socket
import socketserver
import time
from contextlib import closing, contextmanager
from threading import Thread

import pytest
from django.db import connection

from lineside.access.testing import make_client_key
from lineside.contacts.models import CallMoment, Contact, DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.gateways.telephony import sipping
from lineside.heartbeats.models import Heartbeat
from lineside.whereabouts.models import Fix, RefusedPlace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not sipping.is_installed(), reason="kamailio and sip-tester are not installed"),
]
NUMBER = "+447700900123"
HOSTILE = '<!DOCTYPE presence SYSTEM "http://elsewhere.example/x.dtd"><presence/>'


def until(true, seconds=20):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(f"It did not come about in {seconds} s.")


def kinds():
    return set(CallMoment.objects.values_list("kind", flat=True))


def states():
    return list(Contact.objects.order_by("id").values_list("state", flat=True))


@pytest.fixture
def edge(live_server, request):
    """Our API, Kamailio before it and a switch behind it; its port."""
    key = make_client_key(CanContact.RECEIVE)
    port, behind = sipping.a_free_port(), sipping.a_free_port()
    switch = sipping.switch(behind, scenario=getattr(request, "param", "switch"))
    try:
        with sipping.Edge(port, f"{live_server.url}/api/v1", key, f"127.0.0.1:{behind}"):
            until(lambda: answers(port))
            yield port
    finally:
        switch.kill()
        switch.wait()


def answers(port):
    """Kamailio is there once it answers OPTIONS."""
    words = (
        f"OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{{}};branch=z9hG4bK1\r\n"
        "From: <sip:t@t.example>;tag=1\r\nTo: <sip:t@t.example>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\n"
        "Max-Forwards: 5\r\nContent-Length: 0\r\n\r\n"
    )
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.3)
        line.sendto(words.format(line.getsockname()[1]).encode(), ("127.0.0.1", port))
        try:
            return line.recv(2000).startswith(b"SIP/2.0 200")
        except OSError:
            return False


def test_a_call_with_a_place_is_offered_answered_and_ended(edge):
    caller = sipping.ring(edge, NUMBER, sipping.pidf(53.7949, -1.5477, 30, address="<ca:PC>LS1 4DY</ca:PC>"))
    until(Contact.objects.exists)
    contact, fix = Contact.objects.get(), Fix.objects.get()
    assert (contact.state, contact.box_or_line, contact.sender_address) == ("offered", "999_BT", NUMBER)
    assert (fix.contact_id, fix.way, fix.lat, fix.lon, fix.uncertainty_m) == (contact.id, "SIP", 53.7949, -1.5477, 30)
    assert fix.address == {"postcode": "LS1 4DY"}
    assert fix.raw is not None
    assert caller.wait(30) == 0
    until(lambda: kinds() == {"offered", "answered", "ended"})
    assert Contact.objects.count() == Fix.objects.count() == 1
    until(Heartbeat.objects.filter(part="SIP edge", is_well=True).exists)


def test_a_caller_who_gives_up_is_abandoned_and_must_be_called_back(edge):
    assert sipping.ring(edge, NUMBER, sipping.pidf(53.7949, -1.5477, 30), scenario="gives_up").wait(30) == 0
    until(lambda: "abandoned" in kinds())
    contact = Contact.objects.get()
    assert (contact.state, contact.call_back) == ("abandoned", "needed")


@pytest.mark.parametrize("edge", ["full_switch"], indirect=True)
def test_a_caller_who_is_turned_away_and_tries_again_rings_anew_and_is_over_when_the_other_hangs_up(edge):
    caller = sipping.ring(edge, NUMBER, sipping.pidf(53.7949, -1.5477, 30), scenario="tries_again")
    until(lambda: states() == ["resolved", "offered"])
    assert caller.wait(30) == 0
    until(lambda: "ended" in kinds())
    first, second = Contact.objects.order_by("id")
    assert CallMoment.objects.get(contact=first, kind="abandoned").facts["why"] == "the switch answered 503"
    assert (first.state, first.call_back) == ("resolved", "decided_not_to_call")
    told = CallMoment.objects.filter(contact=second).order_by("at").values_list("kind", flat=True)
    assert list(told) == ["offered", "answered", "ended"]
    assert [fix.contact for fix in Fix.objects.order_by("id")] == [first, second]


def test_hostile_xml_stops_no_call_and_is_seen_by_the_handler_and_a_supervisor(edge):
    caller = sipping.ring(edge, NUMBER, HOSTILE)
    until(Contact.objects.exists)
    assert caller.wait(30) == 0
    assert Contact.objects.get().sender_address == NUMBER
    assert Fix.objects.count() == 0
    assert "document type" in RefusedPlace.objects.get().why
    assert "document type" in DeadLetter.objects.get().why


@contextmanager
def an_edge_of(us):
    """Kamailio that reaches us at this port, and a switch; its port."""
    key, port, behind = make_client_key(CanContact.RECEIVE), sipping.a_free_port(), sipping.a_free_port()
    switch = sipping.switch(behind)
    try:
        with sipping.Edge(port, f"http://127.0.0.1:{us}/api/v1", key, f"127.0.0.1:{behind}"):
            until(lambda: answers(port))
            yield port
    finally:
        switch.kill()
        switch.wait()


def test_a_call_does_not_wait_for_us_and_is_told_once_we_are_there(live_server, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    us = sipping.a_free_port()
    with an_edge_of(us) as port:
        assert sipping.ring(port, NUMBER, sipping.pidf(53.7949, -1.5477, 30)).wait(30) == 0
        assert not Contact.objects.exists()
        with Relay(("127.0.0.1", us), live_server.thread.port):
            until(lambda: kinds() == {"offered", "answered", "ended"})
    assert Fix.objects.get().contact == Contact.objects.get()


def test_what_a_proxy_refuses_is_told_again_until_we_have_it(live_server, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    us = sipping.a_free_port()
    with an_edge_of(us) as port, Relay(("127.0.0.1", us), live_server.thread.port) as relay:
        relay.refusals = ["308", "403", "404", "408", "413", "422", "400"]
        assert sipping.ring(port, NUMBER, sipping.pidf(53.7949, -1.5477, 30)).wait(30) == 0
        until(lambda: kinds() == {"offered", "answered", "ended"})
        assert relay.refusals == []
    assert Contact.objects.count() == 1


def test_of_what_we_refuse_a_person_sees_the_call_its_number_and_the_time(live_server, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    us = sipping.a_free_port()
    with an_edge_of(us) as port, Relay(("127.0.0.1", us), live_server.thread.port) as relay:
        relay.damage = b'"moment": "offered"', b'"moment": "offerep"'
        assert sipping.ring(port, NUMBER, sipping.pidf(53.7949, -1.5477, 30), scenario="gives_up").wait(30) == 0
        until(lambda: kinds() == {"abandoned"})
    letter = DeadLetter.objects.get()
    assert letter.gateway == "sip"
    assert re.search(rf"Refused: .*offered of call sip:.*@handset.example from \{NUMBER} at 20", letter.why)


class Relay(socketserver.ThreadingTCPServer):
    """We, come back: what arrives here goes on to the server of the test."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, address, port):
        super().__init__(address, socketserver.BaseRequestHandler)
        self.port, self.refusals, self.damage = port, [], (b"", b"")

    def finish_request(self, request, _):
        asked = b""
        while not is_whole(asked):
            asked += request.recv(65_536)
        if self.refusals and asked.startswith(b"POST"):
            request.sendall(f"HTTP/1.1 {self.refusals.pop(0)} No\r\nContent-Length: 4\r\n\r\nNo.\n".encode())
            return
        if not asked.partition(b" HTTP")[0].endswith(b"/refused"):
            asked = asked.replace(*self.damage, 1)
        with socket.create_connection(("127.0.0.1", self.port), 10) as on:
            on.sendall(asked.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
            while said := on.recv(65_536):
                request.sendall(said)

    def __enter__(self):
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


def is_whole(asked):
    head, end, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    return bool(end) and len(body) >= int(length[1] if length else 0)


def test_the_same_call_sent_again_is_one_contact(edge):
    with closing(socket.socket(type=socket.SOCK_DGRAM)) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(2)

        def send(branch):
            line.sendto(invite(line.getsockname()[1], branch), ("127.0.0.1", edge))

        for branch in ("one", "one", "one", "two"):  # sent again as it was, and by another way
            send(branch)
        heard = b""
        while b"branch=z9hG4bKtwo" not in heard or b"SIP/2.0 100" in heard:
            try:
                heard = line.recv(4000)
            except TimeoutError:  # as a telephone does that hears nothing
                send("two")
    assert CallMoment.objects.filter(kind="offered").count() == Contact.objects.count() == 1


def invite(port, branch):
    return (
        "INVITE urn:service:sos SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{branch}\r\nMax-Forwards: 9\r\n"
        f"From: <sip:{NUMBER}@t.example>;tag=1\r\nTo: <urn:service:sos>\r\nCall-ID: again\r\n"
        f"CSeq: 1 INVITE\r\nContact: <sip:t@127.0.0.1:{port}>\r\nContent-Length: 0\r\n\r\n"
    ).encode()


@pytest.fixture(autouse=True)
def _closed():
    yield
    connection.close()
