"""The TETRA gateway over its socket, against its own peer."""

import time
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connections

from lineside.contacts.models import DeadLetter, HearingGap
from lineside.dispatch.commands import Outfit, assign_unit, book_on_unit
from lineside.dispatch.models import UnitMessage
from lineside.dispatch.testing import CONTROLLER
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.gateways.tetra import peer
from lineside.gateways.tetra.commands import claim_text, take_in, tell_unfinished
from lineside.gateways.tetra.inbound import ACTOR, Hearing
from lineside.gateways.tetra.line import Terminal, place_of
from lineside.gateways.tetra.models import CarriedText, HeardMessage
from lineside.gateways.tetra.peer import Network
from lineside.gateways.tetra.protocol import lip, pei, sds
from lineside.gateways.tetra.queries import has_unfinished, texts_to_carry
from lineside.heartbeats.commands import Pulse
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.officer_emergencies.models import OfficerEmergency

pytestmark = pytest.mark.django_db(transaction=True)
ISSI = "6400010"
PATIENCE = 20


@pytest.fixture
def network():
    with Network() as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def unit():
    return book_on_unit(
        actor=CONTROLLER, call_sign="BX12", area="B", crew="PC Hale", outfit=Outfit(radios=(int(ISSI),))
    )


@contextmanager
def listening(network, folder):
    """The gateway as its process runs it, once it is signed on."""
    stop = Event()
    place = place_of(f"pei://127.0.0.1:{network.port}", folder)
    terminal = Terminal(place, Hearing(stop), Pulse("radio terminal"), stop)

    def run():
        try:
            terminal.run()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    try:
        assert soon(lambda: network.lines and place.note.exists())
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert soon(lambda: not network.lines)


def soon(seen, patience=PATIENCE):
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        if found := seen():
            return found
        time.sleep(0.05)
    return seen()


def test_a_state_a_place_and_a_text_are_the_units_own(network, unit, tmp_path):
    incident = make_incident("P")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    with listening(network, tmp_path):
        network.status(ISSI, "5")
        network.place(ISSI, "51.5319", "-0.1233")
        network.text(ISSI, "One", "detained,", "van", "please")
        assert soon(lambda: network.reports)
    unit.refresh_from_db()
    assert (unit.state, round(unit.lat, 4), unit.fixes[0]["within_m"]) == (5, 51.5319, 20.0)
    assert "BX12 by radio: One detained, van please" in [line.text for line in log(incident.id)]


def test_an_emergency_by_state_call_and_place_is_one(network, unit, tmp_path):
    with listening(network, tmp_path):
        network.emergency(ISSI, "51.5319", "-0.1233")
        assert soon(lambda: HeardMessage.objects.filter(kind="position").exists())
    (emergency,) = OfficerEmergency.objects.all()
    assert (emergency.unit_id, emergency.issi, emergency.presses.count()) == (unit.id, ISSI, 3)
    assert sorted(emergency.presses.values_list("source", flat=True)) == ["call", "lip", "status"]


def test_an_emergency_of_a_radio_that_nobody_knows_is_raised_and_its_state_is_nobodys(network, tmp_path):
    with listening(network, tmp_path):
        network.status("6499999", "0")
        network.status("6499999", "5")
        assert soon(DeadLetter.objects.count)
    assert OfficerEmergency.objects.get().issi == "6499999"
    assert DeadLetter.objects.get().why == "No unit carries radio 6499999; enter the radio with its unit."


def test_an_unknown_status_number_is_kept(network, unit, tmp_path):
    with listening(network, tmp_path):
        network.speak(pei.indication(ISSI, "1", pei.STATUS, (41000).to_bytes(2, "big")))
        assert soon(HeardMessage.objects.count)
    assert (HeardMessage.objects.get().number, DeadLetter.objects.count()) == (41000, 0)


def test_a_malformed_place_is_a_dead_letter_and_no_position(network, unit, tmp_path):
    report = lip.write_short(lat=51.5, lon=-0.1)
    with listening(network, tmp_path):
        network.speak(pei.indication(ISSI, "1", pei.SDS_TL, report[:6]))
        network.speak(pei.indication(ISSI, "1", pei.SDS_TL, lip.write_short(lat=55.7, lon=37.6)))
        network.status(ISSI, "2")
        assert soon(lambda: HeardMessage.objects.count() == 3)
    unit.refresh_from_db()
    assert (unit.lat, unit.state) == (None, 2)
    assert [letter.gateway for letter in DeadLetter.objects.all()] == ["tetra", "tetra"]


def test_what_was_said_is_kept_as_it_came(network, unit, tmp_path):
    with listening(network, tmp_path):
        network.status(ISSI, "2")
        assert soon(HeardMessage.objects.count)
    kept = HeardMessage.objects.get()
    said = pei.read_one(kept.line)
    assert isinstance(said, pei.ShortData)
    assert said.octets == b"\x80\x02"
    assert (kept.issi, kept.unit_id) == (ISSI, unit.id)


def test_a_line_that_is_cut_is_made_again_and_the_gap_is_shown(network, unit, tmp_path):
    with listening(network, tmp_path):
        network.drop()
        assert soon(lambda: HearingGap.objects.filter(ended_at__isnull=False).exists())
        network.status(ISSI, "6")
        assert soon(HeardMessage.objects.count)
    gap = HearingGap.objects.get()
    assert gap.gateway == "tetra"
    assert gap.ended_at
    assert (gap.ended_at - gap.started_at).total_seconds() < 30


def test_what_was_heard_while_the_line_broke_is_taken_in(network, unit, tmp_path, monkeypatch):
    breaks, answers = Event(), peer._Line._answer

    def breaks_once(line, command):
        """Asked whether it is there, the terminal passes an emergency on and hangs up without an answer."""
        if command != pei.REGISTRATION or not breaks.is_set():
            return answers(line, command)
        breaks.clear()
        network.status(ISSI, "0")
        line.hang_up()
        return None

    monkeypatch.setattr("lineside.gateways.tetra.line.ALIVE_EVERY", 0.2)
    monkeypatch.setattr(peer._Line, "_answer", breaks_once)
    with listening(network, tmp_path):
        breaks.set()
        assert soon(OfficerEmergency.objects.count)
    assert OfficerEmergency.objects.get().unit_id == unit.id


def in_part(number, text, at):
    """One part of a text of two, which its radio has given the number 9."""
    part = sds.write_text(text, 9)[number - 1]
    (saying,) = pei.Reader().feed(pei.indication(ISSI, "6400001", pei.SDS_TL, part).encode())
    return take_in(actor=ACTOR, line=saying.raw, received_at=at)


def test_a_text_whose_rest_never_came_is_told_and_stands_in_no_later_texts_way(unit):
    incident, long, other = make_incident("P"), "Suspect runs north. " * 12, "Suspect is detained. " * 12
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    at = now() - timedelta(minutes=9)
    assert in_part(1, long, at) == "text"
    assert not has_unfinished(at + timedelta(seconds=30))
    tell_unfinished(actor=ACTOR, before=at + timedelta(minutes=3))
    assert "only part 1 of 2 came: Suspect runs north" in DeadLetter.objects.get().why
    assert in_part(1, long, at + timedelta(minutes=4)) == "text"
    for number in (1, 2):
        assert in_part(number, other, at + timedelta(minutes=8)) == "text"
    assert DeadLetter.objects.count() == 2
    assert f"BX12 by radio: {other}".strip() in [line.text for line in log(incident.id)]


def a_message(unit, text="Log 457: two men fighting, platform 9"):
    incident = make_incident("P")

    @command(needs="dispatch.state")
    def write_message(*, actor):
        message = UnitMessage(unit=unit, incident=incident, text=text, sent_at=now(), sent_by_name=actor.name)
        message.save()
        return message

    return write_message(actor=CONTROLLER)


def test_a_text_to_a_unit_goes_out_once_and_is_delivered_and_read(network, unit, tmp_path):
    message = a_message(unit)
    with listening(network, tmp_path):
        assert soon(lambda: CarriedText.objects.filter(state="read").exists())
    message.refresh_from_db()
    assert network.texts == [(ISSI, message.text)]
    assert message.delivered_at
    assert message.read_at


def test_a_long_text_goes_in_parts_and_is_read_when_its_last_part_is(network, unit, tmp_path):
    message = a_message(unit, "Suspect on platform 9. " * 12)
    with listening(network, tmp_path):
        assert soon(lambda: CarriedText.objects.filter(state="read").exists())
    assert "".join(text for _, text in network.texts) == message.text


def test_a_radio_that_reports_nothing_leaves_it_undelivered(network, unit, tmp_path):
    message = a_message(unit)
    network.mute.add(ISSI)
    with listening(network, tmp_path):
        assert soon(lambda: CarriedText.objects.filter(state="sent").exists())
    message.refresh_from_db()
    assert message.delivered_at is None


def test_a_text_is_claimed_once(unit):
    a_message(unit)
    (waiting,) = texts_to_carry()
    assert claim_text(actor=ACTOR, message=waiting)
    assert claim_text(actor=ACTOR, message=waiting) is None
    assert texts_to_carry() == []


class RadioLine:
    """A radio's text asks for a report, and has it only once it is committed."""

    def __init__(self, network, folder):
        self.network, self.folder, self.lines = network, folder, {}

    def offer(self, key):
        if key not in self.lines:
            text = f"\x02\x01{key}".encode()
            self.lines[key] = b"\x82\x04" + bytes((len(self.lines) + 1,)) + text[1:]
        return self._said(pei.indication(ISSI, "6400001", pei.SDS_TL, self.lines[key]))

    def offer_rubbish(self):
        before = DeadLetter.objects.count()
        with listening(self.network, self.folder):
            self.network.speak("+CTSDSR: 12,x,0,1,0,16\r\nZZ\r\n")
            return bool(soon(lambda: DeadLetter.objects.count() > before))

    def database_away(self):
        return failing_at_commit(table="gateway_tetra_heardmessage")

    def _said(self, words):
        before = len(self.network.reports)
        with listening(self.network, self.folder):
            self.network.speak(words)
            return bool(soon(lambda: len(self.network.reports) > before, 4))


class TestTheTetraGatewayKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, network, unit, tmp_path):
        assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=make_incident("P").id)
        return RadioLine(network, tmp_path)

    def kept(self):
        return HeardMessage.objects.filter(kind="text").count()
