"""The gateway keeps the contract; what a broker says badly ends its connection and nothing else."""

import gzip
import json
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from lineside.contacts.models import DeadLetter, HearingGap
from lineside.gateways.rail_feeds.broker import Broker
from lineside.gateways.rail_feeds.client import Line, address_of
from lineside.gateways.rail_feeds.inbound import Hearing
from lineside.gateways.rail_feeds.peer import DARWIN, TRUST
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import clock
from lineside.trains.models import Frame, Train
from lineside.trains.testing import activation, darwin_schedule


class Told:
    """The peer's broker, and our line to it, turned by hand."""

    def __init__(self):
        self.broker = Broker()
        self.line = Line("trust", address_of(f"stomp://a:b@127.0.0.1:{self.broker.port}{TRUST}?client=test"))
        self.line.connect()
        self.until(lambda: self.broker.subscribers)

    def until(self, true, seconds=20):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit
            time.sleep(0.01)

    def publish(self, body):
        number = self.broker.publish(TRUST, body)
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            if number in self.broker.acked:
                return True
            try:
                self.line.turn(0.02)
            except DatabaseError:
                connection.close()
                self.line.connect()
                return False
        return False

    def offer(self, key):
        code, uid = {"one": ("541A01MC", "W10001"), "two": ("541A02MC", "W10002")}.get(key, ("541A03MC", "W10003"))
        return self.publish(json.dumps([activation(now().replace(microsecond=0), uid=uid, code=code)]).encode())

    def offer_rubbish(self):
        return self.publish(b"\x01{ nothing")

    def database_away(self):
        return failing_at_commit(table="trains_frame")


@pytest.fixture
def line(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    told = Told()
    yield told
    told.line.close()
    told.broker.close()


@pytest.mark.django_db(transaction=True)
class TestRailFeeds(GatewayContract):
    def kept(self):
        return Train.objects.filter(joined=None).count()

    def test_what_came_while_we_were_away_comes_when_we_are_back(self, line):
        line.line.close()
        line.until(lambda: all(each.at is None for each in line.broker.subscribers.values()))
        assert line.broker.publish(TRUST, json.dumps([activation(now())]).encode()) not in line.broker.acked
        line.line.connect()
        assert line.offer("one")
        assert self.kept() == 1 or Frame.objects.count() == 2

    def test_many_frames_are_one_transaction_with_one_line_of_audit(self, line):
        bodies = [json.dumps([activation(now(), uid=f"W2{place:04}", code=f"542B{place:02}MC")]) for place in range(30)]
        numbers = [line.broker.publish(TRUST, body.encode()) for body in bodies]
        for _ in range(100):
            line.line.turn(0.1)
            if set(numbers) <= line.broker.acked:
                break
        assert self.kept() == 30
        assert AuditLine.objects.filter(name="trains.take_told", kind="did").count() < 10

    def test_a_message_that_cannot_be_read_is_before_a_person_with_its_bytes(self, line):
        assert line.offer_rubbish()
        letter = DeadLetter.objects.get(gateway="rail_trust")
        assert letter.why == "TRUST not taken. It is no JSON."
        assert letter.raw_id

    def test_darwin_comes_compressed(self, line):
        other = Line("darwin", address_of(f"stomp://a:b@127.0.0.1:{line.broker.port}{DARWIN}?client=test"))
        other.connect()
        line.until(lambda: len(line.broker.subscribers) == 2)
        number = line.broker.publish(DARWIN, gzip.compress(darwin_schedule(now())))
        for _ in range(100):
            other.turn(0.05)
        other.close()
        assert number in line.broker.acked
        assert self.kept() == 1

    def test_a_bomb_of_zeros_is_a_dead_letter(self, line):
        other = Line("darwin", address_of(f"stomp://a:b@127.0.0.1:{line.broker.port}{DARWIN}?client=test"))
        other.connect()
        line.until(lambda: len(line.broker.subscribers) == 2)
        line.broker.publish(DARWIN, gzip.compress(bytes(50_000_000)))
        limit = time.monotonic() + 20
        while not DeadLetter.objects.exists() and time.monotonic() < limit:
            other.turn(0.05)
        other.close()
        assert "longer" in DeadLetter.objects.get(gateway="rail_darwin").why

    def test_a_feed_that_is_not_heard_for_a_minute_is_a_gap_that_people_see(self):
        at, hearing = now(), Hearing("trust")
        with clock(at):
            hearing.lost("the broker hung up")
        assert not HearingGap.objects.exists()
        with clock(at + timedelta(seconds=61)):
            hearing.lost("the broker hung up")
        assert HearingGap.objects.get(gateway="rail_trust", ended_at=None).started_at == at
        with clock(at + timedelta(seconds=90)):
            hearing.back()
        assert HearingGap.objects.get(gateway="rail_trust").ended_at == at + timedelta(seconds=90)
