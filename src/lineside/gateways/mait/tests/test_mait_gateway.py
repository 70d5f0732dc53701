"""Incidents on the wire to a hub and from it, over real sockets, and what is kept for a person."""

import socket
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Event, Thread

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from lineside.alerts.models import Alert
from lineside.contacts.models import Contact, DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.exchanges.rules import system_of
from lineside.files.permissions import CanFile
from lineside.gateways.mait import client as gateway
from lineside.gateways.mait.commands import retry_dead_letter
from lineside.gateways.mait.peer import Hub
from lineside.gateways.mait.reading import mapping_in_use
from lineside.gateways.mait.run import run
from lineside.gateways.mait.server import ACTOR, Listener
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.gateways.tests.ports import PortContract
from lineside.heartbeats.models import Heartbeat
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock
from lineside.partners import rules
from lineside.partners.commands import claim_message
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.queries import outgoing
from lineside.partners.rules.carriage import LONGEST_WAIT
from lineside.partners.testing import a_message, make_transfer

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "a key of the tests"
SUPERVISOR = an_actor(CanContact.SUPERVISE, CanContact.VIEW, CanFile.READ, name="Ash Rowe")


@pytest.fixture
def listener(settings, tmp_path):
    settings.FILES_DIR, settings.ENVIRONMENT = tmp_path / "files", "LIVE"
    listener = Listener("127.0.0.1", 0, KEY, mapping_in_use())
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield listener
    listener.stop()
    thread.join(10)


@pytest.fixture
def hub(listener):
    hub = Hub(0, listener.port, KEY)
    hub.start()
    yield hub
    hub.stop()


def deliver(hub, minutes=0.0):
    """Everything that is due by then."""
    client = gateway.Client(system_of(hub.url, "LINESIDE_MAIT_URL"), mapping_in_use())
    with clock(now() + timedelta(minutes=minutes)):
        while client.deliver_one():
            pass
    client.line.close()


def test_an_incident_goes_out_is_acknowledged_by_the_machine_and_accepted_by_a_person(hub):
    transfer = make_transfer()
    hub.is_mute = True
    deliver(hub)
    assert [each.headline for each in hub.offered] == [transfer.headline]
    assert hub.send(hub.about(hub.offered[0], "ACK")) == 204
    transfer.refresh_from_db()
    assert (transfer.state, transfer.accepted_at) == ("received", None)
    assert hub.done("accept Crew in 6 minutes") == "answered 204"
    transfer.refresh_from_db()
    assert (transfer.state, transfer.accepted_by) == ("accepted", "Robin Vale Dispatch 4")
    create = ExchangeMessage.objects.get(kind="CREATE")
    assert bytes(create.raw or b"") == hub.kept[create.exchange_id]


def test_an_incident_that_comes_is_a_contact_and_only_then_acknowledged(hub):
    said = hub.offer("nas.ambulance.example", "Man assaulted on platform 8", "Actual")
    assert hub.send(said) == 204
    assert Contact.objects.get().channel == "partner"
    assert hub.kept == {}  # nothing of ours has left before it stood
    deliver(hub)
    [ack] = [hub.mapping.read(raw) for raw in hub.kept.values()]
    assert (ack.kind, ack.in_reply_to) == ("ACK", said.exchange_id)
    assert Transfer.objects.get().state == "received"


def test_what_was_said_during_an_outage_comes_once_and_in_order_when_it_is_over(hub):
    hub.mood, hub.is_mute = "away", True
    transfers = [make_transfer(agency=code) for code in ("NAS", "NFRS", "NPOL")]
    for minute in (0, 1, 3):
        deliver(hub, minute)
    assert hub.kept == {}
    hub.mood = "well"
    deliver(hub, 20)
    sent_to = [rules.agency_known(transfer.agency) for transfer in transfers]
    assert [each.to for each in hub.offered] == [agency.wire_id for agency in sent_to if agency]
    assert set(hub.came.values()) == {1}


def test_what_the_hub_kept_without_our_hearing_of_it_is_sent_again_and_stays_one(hub):
    hub.is_mute = True
    make_transfer()
    client = gateway.Client(system_of(hub.url, "LINESIDE_MAIT_URL"), mapping_in_use())
    message = claim_message(actor=ACTOR)
    assert message
    client._send(outgoing(message.id), client.mapping.write(outgoing(message.id).said))
    client.line.close()  # the process is killed
    deliver(hub, 1)
    assert (len(hub.kept), hub.came[message.exchange_id]) == (1, 2)
    assert len(hub.offered) == 1


def test_a_warning_in_its_envelope_becomes_an_alert_and_an_exercise_stays_one(hub):
    assert hub.warn("Gusts of 70 mph on exposed lines", "Exercise") == 204
    alert = Alert.objects.get()
    assert (alert.kind, alert.is_exercise, alert.sender_name) == ("warning", True, "Weather office")
    assert alert.summary.startswith("Gusts of 70 mph")
    assert hub.warn("Flood at Hebble viaduct", "Actual") == 204
    assert Alert.objects.filter(is_exercise=False).count() == 1
    assert hub.warn("A test", "Test") == 204
    assert Alert.objects.filter(state="no_action").count() == 1


def test_an_agency_that_takes_warnings_alone_gets_cap_in_an_envelope(hub):
    make_transfer(agency="NR-ROC")
    deliver(hub)
    [raw] = hub.kept.values()
    assert b"edxlDistribution" in raw
    assert b"<cap:status>Actual</cap:status>" in raw


BOMB = b'<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (BOMB, "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b"<a>" * 60 + b"</a>" * 60, "nested too deeply"),
        (b"<a>" + b"<b/>" * 6000 + b"</a>", "too many elements"),
        (b"not xml at all", "no XML"),
        (b"<a/>", "no message of the hub"),
        (b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1"/>', "no CAP of version 1.2"),
    ],
)
def test_what_can_hurt_a_reader_or_makes_no_sense_is_kept_for_a_person(hub, raw, why):
    assert hub.post(raw) == 204
    assert why in DeadLetter.objects.get().why
    assert Contact.objects.count() == 0


def test_what_is_too_long_or_comes_without_the_key_leaves_nothing(hub, listener):
    assert hub.post(b"x" * 300_000) == 413
    answer = httpx.post(f"http://127.0.0.1:{listener.port}/", content=b"<a/>", headers={"Authorization": "Bearer no"})
    assert answer.status_code == 401
    assert DeadLetter.objects.count() == 0


def test_an_update_that_came_before_its_incident_is_read_once_more_by_a_person(hub):
    said = hub.offer("nas.ambulance.example", "Man assaulted on platform 8", "Actual")
    update = replace(said, exchange_id="u-1", kind="UPDATE", narrative="He has left")
    assert hub.send(update) == 204
    letter = DeadLetter.objects.get()
    assert "not shared with NAS" in letter.why
    assert hub.send(said) == 204
    done = retry_dead_letter(actor=SUPERVISOR, dead_letter_id=letter.id, seen_version=letter.version)
    assert done.worked_by == "Ash Rowe"
    assert Contact.objects.get().messages.count() == 2


def test_it_listens_beats_and_stops_when_told(settings, tmp_path):
    hub = Hub()
    hub.start()
    settings.FILES_DIR, settings.MAIT_URL, settings.MAIT_KEY = tmp_path, hub.url, KEY
    settings.MAIT_PORT = free_port()
    hub.back, hub.key = settings.MAIT_PORT, KEY
    stop = Event()

    def process():
        try:
            run(stop)
        finally:
            connection.close()

    thread = Thread(target=process)
    thread.start()
    try:
        until(lambda: answered(hub) == 204)
        until(lambda: Heartbeat.objects.filter(part=gateway.PART, is_well=True).exists())
    finally:
        stop.set()
        thread.join(20)
        hub.stop()
    assert not thread.is_alive()


def test_without_a_key_it_does_not_listen(settings):
    settings.MAIT_URL, settings.MAIT_PORT, settings.MAIT_KEY = "http://a:b@127.0.0.1:1", 1, ""
    with pytest.raises(ImproperlyConfigured, match="LINESIDE_MAIT_KEY"):
        run(Event())


def answered(hub):
    try:
        return hub.send(hub.offer("nas.ambulance.example", "A fall", "Actual"))
    except OSError:
        return 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true, seconds=30):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(f"It did not come about in {seconds} s.")


class Agencies:
    def __init__(self, hub):
        self.hub, self.said = hub, {}

    def offer(self, key):
        said = self.said.setdefault(key, self.hub.mapping.write(a_message(headline=f"Incident {key}")))
        return self.hub.post(said) == 204

    def offer_rubbish(self):
        return self.hub.post(b"rubbish") == 204

    def database_away(self):
        return failing_at_commit(table="contacts_contact")


class TestMaitKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, hub):
        return Agencies(hub)


class HubPort:
    part = gateway.PART

    def __init__(self, hub):
        self.hub, self.turns = hub, count(1)
        hub.is_mute = True
        self.client = gateway.Client(system_of(hub.url, "LINESIDE_MAIT_URL"), mapping_in_use())

    def ask(self):
        make_transfer()

    def ask_refused(self):
        make_transfer(headline="An agency that is unlisted there", agency="NFRS")

    def turn(self):
        """Each as much later as a message that failed waits at most."""
        with clock(now() + LONGEST_WAIT * next(self.turns)):
            while self.client.deliver_one():
                pass
        self.client._alive_at = float("-inf")
        self.client._beat()

    def done(self):
        assert set(self.hub.came.values()) <= {1}
        return len(self.hub.kept)

    def seen(self):
        return ExchangeMessage.objects.filter(state="dead").count()

    @contextmanager
    def away(self):
        self.hub.mood = "away"
        yield
        self.hub.mood = "well"


class TestTheHubKeepsTheContract(PortContract):
    @pytest.fixture
    def port(self, hub):
        made = HubPort(hub)
        yield made
        made.client.line.close()
