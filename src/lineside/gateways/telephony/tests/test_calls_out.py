"""Calls out against a switch in a process of its own: asked for at a desk, dialled once, and what became of each."""

import re
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection

from lineside.callouts.commands import claim_call, place_call
from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.testing import damage
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.gateways.telephony.ami import Switch
from lineside.gateways.telephony.dialling import GATEWAY, Dialler
from lineside.gateways.telephony.outgoing import Placing
from lineside.gateways.telephony.tests.test_switch_to_contact import a_switch, the_gateway, until
from lineside.heartbeats.commands import Pulse
from lineside.incidents.models import LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.pole.permissions import CanPole

pytestmark = pytest.mark.django_db(transaction=True)
HANDLER = an_actor(*CanCallOut, *CanContact, *CanIncident, CanPole.LOOK_UP, name="Priya Shah")


@contextmanager
def dialler(peer, folder):
    stop = Event()
    switch = Switch(
        host="127.0.0.1", port=peer.port, user="lineside", secret="peer", note=folder / "n.json", ping_every=0.3
    )
    outward = Dialler(switch, Placing(), Pulse("calls out"), stop)

    def work():
        outward.run()
        connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def ask(number, **about):
    about = about or {"about_id": make_message().id}
    return place_call(actor=HANDLER, number=number, telephone="201", **about)


def standing(call):
    return CallOut.objects.values_list("state", "outcome").get(pk=call.pk)


def test_each_end_of_a_call_is_its_contacts_outcome(tmp_path):
    expected = {"1": "busy", "2": "no_answer", "3": "voicemail", "4": "refused", "5": "not_dialled", "6": "answered"}
    calls = {ask(f"0770090012{last}"): outcome for last, outcome in expected.items()}
    with a_switch(tmp_path / "Master.csv") as peer, dialler(peer, tmp_path):
        until(lambda: CallOut.objects.filter(state="ended").count() == len(calls))
        assert sorted(peer.do("dialled").split(",")) == [f"0770090012{last}" for last in "12346"]
    assert {call.number[-1]: standing(call)[1] for call in calls} == expected
    contacts = Contact.objects.filter(channel="call_out")
    assert set(contacts.values_list("state", flat=True)) == {"resolved"}
    told = dict(contacts.values_list("sender_address", "disposition"))
    assert told["+447700900126"] == "called_back"
    assert told["+447700900122"] == "could_not_reach"
    assert "no answer" in contacts.get(sender_address="+447700900122").disposition_reason


def test_a_call_from_a_log_stands_in_the_log_with_its_outcome(tmp_path):
    incident = make_incident()
    ask("07700900122", incident_id=incident.id)
    with a_switch(tmp_path / "Master.csv") as peer, dialler(peer, tmp_path):
        until(lambda: CallOut.objects.filter(state="ended").exists())
    lines = list(LogEntry.objects.filter(incident_id=incident.id, kind="contact").order_by("id"))
    reference = Contact.objects.get(channel="call_out").reference
    assert [line.text for line in lines[-2:]] == [
        f"Calls 07700900122 ({reference})",
        f"Call out to 07700900122 ({reference}): no answer",
    ]


def test_a_line_that_is_lost_is_seen_and_the_call_goes_on_when_it_is_back_and_is_dialled_once(tmp_path):
    call = ask("07700900129")
    with a_switch(tmp_path / "Master.csv") as peer, dialler(peer, tmp_path):
        until(lambda: standing(call)[0] == "ringing")
        peer.do("deaf")
        peer.do("drop")
        until(lambda: standing(call)[0] == "unsure")
        assert "lost" in CallOut.objects.get().says
        peer.do("pickup")
        peer.do("hear")
        until(lambda: standing(call)[0] == "up")
        peer.do("finish")
        until(lambda: standing(call) == ("ended", "answered"))
        assert peer.do("dialled") == "07700900129"


def test_a_call_that_was_claimed_by_a_gateway_that_died_is_never_dialled_again(tmp_path):
    call = ask("07700900126")
    assert claim_call(actor=GATEWAY) == call
    with a_switch(tmp_path / "Master.csv") as peer, dialler(peer, tmp_path):
        until(lambda: standing(call) == ("ended", "unknown"))
        assert peer.do("dialled") == ""
    assert re.search("ring again", CallOut.objects.get().says, re.IGNORECASE)


def test_our_own_call_is_no_call_that_comes_in(tmp_path):
    with a_switch(tmp_path / "Master.csv") as peer, the_gateway(peer, tmp_path), dialler(peer, tmp_path):
        call = ask("07700900123")
        until(lambda: standing(call)[0] == "ended")
    assert not Contact.objects.filter(channel="phone").exists()


def test_a_call_that_trips_us_is_seen_and_the_next_is_dialled(tmp_path):
    stuck, told_of = ask("07700900126"), ask("07700900122")
    damage(stuck, telephone="2\n01")  # no action to a switch can hold it
    damage(told_of, state="ringing", outcome="no such one")
    with a_switch(tmp_path / "Master.csv") as peer, dialler(peer, tmp_path):
        until(lambda: standing(stuck) == ("ended", "unknown"))
        call = ask("07700900126")
        until(lambda: standing(call) == ("ended", "answered"))
        assert peer.do("dialled") == "07700900126"
    turns = AuditLine.objects.filter(name="heartbeats.record_turn", facts__part="calls out").order_by("id")
    assert turns[0].facts["is_down"]
    assert "line end" in turns[0].facts["why"]
