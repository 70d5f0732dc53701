"""Forms of handsets by a real socket: answered when they are kept, believed when they are signed."""

import socket
from contextlib import suppress
from threading import Event, Thread

import pytest

from lineside.contacts.models import DeadLetter
from lineside.contacts.testing import make_call
from lineside.gateways.aml import server
from lineside.gateways.aml.peer import form, send
from lineside.gateways.aml.server import Listener
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.whereabouts.commands import MOST_UNBELIEVED
from lineside.whereabouts.models import Fix

pytestmark = pytest.mark.django_db(transaction=True)
KEY, NUMBER = "a key of the tests", "+447700900123"


@pytest.fixture
def listener(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    listener = Listener("127.0.0.1", 0, KEY)
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield listener
    listener.stop()
    thread.join(10)


def test_a_signed_position_joins_its_call_and_sent_again_is_one(listener):
    call = make_call(line_type="999_BT")
    body = form(NUMBER, 53.7949, -1.5477, KEY, location_floor="-1")
    assert [send(listener.port, body), send(listener.port, body)] == [204, 204]
    fix = Fix.objects.get()
    assert (fix.contact_id, fix.more["floor"], fix.uncertainty_m) == (call.id, "-1", 12.5)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (form(NUMBER, 53.7949, -1.5477, "another key"), "not signed with the key"),
        (form("", 53.7949, -1.5477, KEY), "no telephone number"),
        (form(NUMBER, 53.7949, -1.5477, KEY, location_time=1476189444435), "one older than 15 minutes"),
        (form(NUMBER, 53.7949, -1.5477, KEY, location_latitude="north"), "is no number"),
        (b"\xff\x00 rubbish", "not signed"),
    ],
)
def test_what_is_not_believed_is_answered_all_the_same_and_waits_for_a_person(listener, body, why):
    assert send(listener.port, body) == 204
    assert why in DeadLetter.objects.get().why
    assert Fix.objects.count() == 0


def test_what_is_no_form_of_a_handset_is_turned_away_and_the_next_one_comes_through(listener):
    assert send(listener.port, b"x" * 20_000) == 413
    with socket.create_connection(("127.0.0.1", listener.port), 5) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n")
        assert b"413" in line.recv(200)
    assert send(listener.port, form(NUMBER, 53.7949, -1.5477, KEY)) == 204
    assert DeadLetter.objects.count() == 0


def test_unsigned_forms_do_not_bury_what_a_person_must_see(listener):
    assert {send(listener.port, b"rubbish %d" % number) for number in range(MOST_UNBELIEVED + 3)} == {204}
    assert DeadLetter.objects.count() == MOST_UNBELIEVED
    assert send(listener.port, form("", 53.7949, -1.5477, KEY)) == 204
    assert DeadLetter.objects.count() == MOST_UNBELIEVED + 1


def test_forms_that_never_end_hold_up_nobody_for_longer_than_one_may_take(listener, monkeypatch):
    monkeypatch.setattr(server, "PATIENCE", 1.0)
    slow = [socket.create_connection(("127.0.0.1", listener.port), 5) for _ in range(server.AT_ONCE * 2)]
    stop = Event()
    drip = Thread(target=_drip, args=(slow, stop))
    drip.start()
    try:
        assert send(listener.port, form(NUMBER, 53.7949, -1.5477, KEY)) == 204
        assert not stop.is_set()
    finally:
        stop.set()
        drip.join()
        for line in slow:
            line.close()


def _drip(lines, stop):
    while not stop.wait(0.2):
        for line in lines:
            with suppress(OSError):
                line.sendall(b"P")


class Handsets:
    def __init__(self, listener):
        self.listener, self.said = listener, {}

    def offer(self, key):
        number = f"+4477009{sum(key.encode()):05d}"
        return send(self.listener.port, self.said.setdefault(key, form(number, 53.7949, -1.5477, KEY))) == 204

    def offer_rubbish(self):
        return send(self.listener.port, b"rubbish") == 204

    def database_away(self):
        return failing_at_commit(table="whereabouts_fix")


class TestAmlKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, listener):
        return Handsets(listener)

    def kept(self):
        return Fix.objects.count()


def test_a_full_file_store_loses_no_position_for_a_handset_does_not_repeat_it(listener, settings, tmp_path):
    call = make_call(line_type="999_BT")
    (tmp_path / "full").write_text("")
    settings.FILES_DIR = tmp_path / "full" / "files"
    assert send(listener.port, form(NUMBER, 53.7949, -1.5477, KEY)) == 204
    fix = Fix.objects.get()
    assert (fix.contact_id, fix.raw_id) == (call.id, None)
