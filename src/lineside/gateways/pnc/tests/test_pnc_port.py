"""The national database keeps the contract of a port, and is on the panel."""

from contextlib import closing, contextmanager
from threading import Event, Thread

import pytest
from django.db import connection

from lineside.gateways.pnc import run as process
from lineside.gateways.pnc.client import exchange_from_settings, mapping, why_not_there
from lineside.gateways.pnc.commands import begin_look_up
from lineside.gateways.pnc.looking import carried_out
from lineside.gateways.pnc.peer import NationalDatabase
from lineside.gateways.pnc.protocol import Mapping
from lineside.gateways.pnc.queries import look_ups
from lineside.gateways.pnc.testing import LOOKER, look_up_facts
from lineside.gateways.tests.ports import PortContract
from lineside.heartbeats.commands import Pulse
from lineside.heartbeats.queries import heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database(settings):
    peer = NationalDatabase()
    peer.start()
    settings.PNC_URL = peer.url
    yield peer
    peer.stop()


class PncPort:
    part = process.PART

    def __init__(self, database, exchange):
        self.database, self.exchange, self.pulse = database, exchange, Pulse(self.part)

    def ask(self, name="Robin Vale"):
        carried_out(LOOKER, begin_look_up(actor=LOOKER, facts=look_up_facts(name=name)))

    def ask_refused(self):
        self.ask("Al Blocked")

    def turn(self):
        process.turn(self.exchange, mapping(), self.pulse)

    def done(self):
        return sum(row.state == "matched" for row in look_ups(LOOKER))

    def seen(self):
        return sum(row.state in ("refused", "unanswered") for row in look_ups(LOOKER))

    @contextmanager
    def away(self):
        self.database.mood = "away"
        yield
        self.database.mood = "well"


class TestTheNationalDatabaseKeepsTheContract(PortContract):
    @pytest.fixture
    def port(self, database):
        with closing(exchange_from_settings()) as exchange:
            yield PncPort(database, exchange)

    def test_what_finds_the_other_side_away_is_done_once_when_it_is_back(self, port):
        """Somebody waited at the desk: it is on record as unanswered at once, and a person alone looks again."""
        with port.away():
            port.ask()
            port.turn()
        port.turn()
        assert (port.done(), port.seen(), port.database.asked) == (0, 1, [])
        port.ask()
        assert (port.done(), len(port.database.asked)) == (1, 1)


def test_a_mapping_file_of_before_looks_up_still_and_the_panel_says_what_it_lacks(database):
    older = Mapping({name: wire for name, wire in mapping().rows.items() if name != "path.alive"})
    with closing(exchange_from_settings()) as exchange:
        assert "path.alive" in why_not_there(exchange, older)


def test_the_process_beats_without_a_look_up_and_says_that_it_ends(database):
    stop = Event()

    def work():
        process.run(stop)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    while heartbeat(process.PART) is None:
        assert thread.is_alive()
        thread.join(0.05)
    stop.set()
    thread.join(20)
    row = heartbeat(process.PART)
    assert row
    assert (row.why, database.asked) == ("stopped", [])
