"""A source of locations on loopback, the client, and the positions beside the calls that it was asked for."""

import time
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection

from lineside.contacts.models import DeadLetter
from lineside.contacts.testing import make_call
from lineside.gateways.eisec.client import Client
from lineside.gateways.eisec.inbound import GATEWAY, Asked, hear
from lineside.gateways.eisec.peer import Source, found
from lineside.gateways.eisec.protocol import line, source_of
from lineside.gateways.eisec.run import mapping
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.heartbeats.models import Heartbeat
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import clock
from lineside.whereabouts.commands import make_enquiry
from lineside.whereabouts.models import Enquiry, Fix

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "+447700900120"


def until(true, seconds=20):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return
        time.sleep(0.02)
    raise AssertionError(f"It did not come about in {seconds} s.")


@pytest.fixture
def source():
    source = Source()
    source.start()
    yield source
    source.stop()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@contextmanager
def a_client(port):
    stop = Event()
    client = Client(source_of(f"eisec://lineside:peer@127.0.0.1:{port}"), mapping(), stop)

    def listen():
        try:
            client.run()
        finally:
            connection.close()

    thread = Thread(target=listen)
    thread.start()
    try:
        yield client
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def results():
    return list(Enquiry.objects.order_by("after_s").values_list("after_s", "result"))


def test_a_999_call_is_located_when_it_is_offered_and_again_later_and_every_position_stays(source):
    source.known[NUMBER] = [found("CELL", 53.8, -1.55, 1500), found("AML", 53.7949, -1.5477, 12)]
    with a_client(source.port):
        call = make_call(number=NUMBER, line_type="999_BT")
        until(lambda: results()[:2] == [(0, "found"), (5, "found")])
    found_ones = Fix.objects.order_by("id").values_list("contact_id", "source", "uncertainty_m")
    assert list(found_ones) == [(call.id, "CELL", 1500), (call.id, "AML", 12)]
    assert Fix.objects.filter(raw=None).count() == 0


def test_no_other_line_is_asked_about(source):
    with a_client(source.port):
        make_call(number=NUMBER, line_type="PUBLIC_FREEPHONE")
        make_call(number="", line_type="999_BT")
        make_call(number="+447700900129", line_type="999_BT")
        until(lambda: results() == [(0, "not_found")])
    assert set(source.askings) == {"+447700900129"}


def test_a_source_that_is_silent_is_given_up_after_two_seconds_and_its_late_answer_is_kept(source):
    source.slow = 2.8
    with a_client(source.port):
        make_call(number=NUMBER, line_type="999_BT")
        until(lambda: results()[:1] == [(0, "timeout")])
        assert Fix.objects.count() == 0
        until(lambda: results()[:1] == [(0, "found")])
    assert Enquiry.objects.get(after_s=0).says == "late"
    assert Fix.objects.count() == 1


def test_a_source_that_is_away_is_said_to_be_and_is_asked_when_it_is_back():
    gone = Source()
    gone.server_close()
    with a_client(gone.port):
        make_call(number=NUMBER, line_type="999_BT")
        until(lambda: results()[:1] == [(0, "error")])
        until(lambda: Heartbeat.objects.filter(part__startswith="EISEC", is_down=True).exists())
        back = Source(gone.port)
        back.start()
        try:
            until(lambda: Heartbeat.objects.filter(part__startswith="EISEC", is_down=False).exists())
            make_call(number="+447700900121", line_type="999_BT")
            until(lambda: "found" in dict(results()).values())
        finally:
            back.stop()


def test_an_answer_without_sense_waits_for_a_person_and_the_next_one_comes_through(source):
    source.noise = b"rubbish\n"
    with a_client(source.port):
        make_call(number=NUMBER, line_type="999_BT")
        until(lambda: results() == [(0, "found")])
    assert "no line of JSON" in DeadLetter.objects.get().why
    assert Fix.objects.count() == 1


def test_a_position_is_there_with_its_answer_or_not_at_all():
    call = make_call(number=NUMBER, line_type="999_BT")
    asked = {"r": Asked(uuid7(), call.id, NUMBER, 0.0)}  # an enquiry that cannot be answered
    with pytest.raises(NotFound):
        hear(line(ref="r", **found("CELL", 53.8, -1.55, 900)), mapping(), asked)
    assert Fix.objects.count() == 0


def test_what_a_client_that_was_killed_had_asked_is_given_up_by_the_next(source):
    call = make_call(number=NUMBER, line_type="999_BT", at=now() - timedelta(minutes=3))
    for after, seconds in ((0, 70), (5, 50)):
        with clock(now() - timedelta(seconds=seconds)):
            make_enquiry(actor=GATEWAY, contact_id=call.id, after_s=after)
    with a_client(source.port):
        until(lambda: results() == [(0, "timeout"), (5, "asked")])


class Answers:
    """The contract's view: each key is another call's answer, the same bytes for the same key."""

    def __init__(self):
        self.asked, self.said = {}, {}

    def offer(self, key):
        if key not in self.said:
            call = make_call(number=f"+4477009{sum(key.encode()):05d}", line_type="999_BT")
            enquiry = make_enquiry(actor=GATEWAY, contact_id=call.id, after_s=0)
            assert enquiry
            self.asked[key] = Asked(enquiry, call.id, call.sender_address, 0.0)
            self.said[key] = line(ref=key, **found("CELL", 53.8, -1.55, 900))
        return self._keep(self.said[key]) == key

    def offer_rubbish(self):
        return self._keep(b"\xff rubbish") == ""

    def database_away(self):
        return failing_at_commit(table="whereabouts_fix")

    def _keep(self, raw):
        client = Client(source_of("eisec://a:b@127.0.0.1:1"), mapping(), Event())
        heard = []
        client._with_database(lambda: heard.append(hear(raw, client.mapping, self.asked)))
        return heard[0] if heard else None


class TestEisecKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self):
        return Answers()

    def kept(self):
        return Fix.objects.count()
