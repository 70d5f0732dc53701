"""A switch in a process of its own, the client, and the contacts that its calls become."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from lineside.contacts.models import CallMoment, Contact, DeadLetter, HearingGap
from lineside.files.queries import open_file
from lineside.files.testing import STORER
from lineside.gateways.telephony.ami import Client, Ears, Switch
from lineside.gateways.telephony.calls import CallEvent
from lineside.gateways.telephony.heard import last_heard, note_heard
from lineside.gateways.telephony.inbound import GATEWAY, Hearing, tell
from lineside.gateways.telephony.tracker import Lines
from lineside.heartbeats.commands import Pulse
from lineside.kernel.clock import now
from lineside.kernel.testing import audit_lines

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Peer:
    process: subprocess.Popen[str]
    port: int

    def do(self, words: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def a_switch(records: Path, port: int = 0, more: tuple[str, ...] = ()) -> Iterator[Peer]:
    name = [sys.executable, "-m", "lineside.gateways.telephony.peer", "--port", str(port), "--records", str(records)]
    name += more
    with subprocess.Popen(name, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Peer(process, int(process.stdout.readline().split()[1]))
        process.terminate()


@contextmanager
def the_gateway(peer: Peer, folder: Path) -> Iterator[None]:
    stop = Event()
    hearing = Hearing("telephony", stop)
    switch = Switch(
        host="127.0.0.1",
        port=peer.port,
        user="lineside",
        secret="peer",
        note=folder / "note.json",
        records=folder / "Master.csv",
        lines=Lines(by_number={"999": "999_BT"}, trunks=("PJSIP/trunk",)),
        ping_every=0.2,
    )
    client = Client(
        switch,
        Ears(
            call=hearing.call,
            asked=hearing.asked,
            gap_begins=hearing.gap_begins,
            gap_ends=hearing.gap_ends,
            pulse=Pulse(hearing.gateway),
        ),
        stop,
    )

    def listen() -> None:
        client.run()
        connection.close()

    thread = Thread(target=listen)
    thread.start()
    try:
        until((folder / "note.json").exists)
        time.sleep(0.3)
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def until(true: Callable[[], object]) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come about in ten seconds.")


def states() -> list[tuple[str, bool]]:
    return list(Contact.objects.order_by("opened_at").values_list("state", "heard_late"))


def test_a_call_becomes_a_contact_before_it_is_answered(tmp_path):
    with a_switch(tmp_path / "Master.csv") as peer, the_gateway(peer, tmp_path):
        key = peer.do("ring 07700900123 999 Ana")
        until(lambda: states() == [("offered", False)])
        peer.do(f"answer {key}")
        peer.do(f"hold {key}")
        peer.do(f"transfer {key} 300")
        peer.do(f"hangup {key}")
        until(lambda: CallMoment.objects.filter(kind="ended").exists())
    contact = Contact.objects.get()
    assert (contact.box_or_line, contact.sender_address, contact.sender_name) == ("999_BT", "+447700900123", "Ana")
    kinds = set(CallMoment.objects.values_list("kind", flat=True))
    assert kinds == {"offered", "answered", "held", "transferred", "ended"}
    for moment in CallMoment.objects.all():
        assert moment.raw_id
        told = open_file(STORER, moment.raw_id).read()
        assert told.startswith(b"Event: ")
        assert told.endswith(b"\r\n\r\n")


def test_calls_that_came_while_the_line_was_cut_are_heard_late_and_the_gap_is_kept(tmp_path):
    with a_switch(tmp_path / "Master.csv") as peer, the_gateway(peer, tmp_path):
        before = peer.do("ring 07700900001 999")
        until(lambda: states() == [("offered", False)])
        peer.do("deaf")
        peer.do("drop")
        until(lambda: HearingGap.objects.filter(ended_at=None).exists())
        time.sleep(1.1)  # the records' times are whole seconds
        peer.do(f"hangup {before}")
        peer.do(f"hangup {peer.do('ring 07700900002 999')}")
        peer.do("ring 07700900003 999")
        peer.do("hear")
        until(lambda: HearingGap.objects.filter(ended_at__isnull=False).exists())
    found = dict(Contact.objects.values_list("sender_address", "state"))
    assert found == {"+447700900001": "abandoned", "+447700900002": "abandoned", "+447700900003": "offered"}
    assert Contact.objects.get(sender_address="+447700900002").heard_late
    assert Contact.objects.get(sender_address="+447700900003").heard_late
    assert CallMoment.objects.filter(kind="offered").count() == 3


def test_a_gateway_that_was_not_running_reads_what_it_missed(tmp_path):
    with a_switch(tmp_path / "Master.csv") as peer:
        with the_gateway(peer, tmp_path):
            ringing = peer.do("ring 07700900001 999")
            until(lambda: states() == [("offered", False)])
        time.sleep(1.1)
        peer.do(f"hangup {ringing}")
        with the_gateway(peer, tmp_path):
            until(lambda: CallMoment.objects.filter(kind="abandoned").exists())
            until(lambda: HearingGap.objects.filter(ended_at__isnull=False).exists())
    assert Contact.objects.get().call_back == "needed"


def test_an_event_told_twice_is_one_moment():
    event = CallEvent(event_id="e1", call_id="c1", kind="offered", at=now())
    assert tell(GATEWAY, event) == tell(GATEWAY, event)
    assert audit_lines().count("contacts.record_call_moment") == 1


def test_an_event_that_cannot_be_taken_is_kept_for_a_person():
    hearing = Hearing("telephony", Event())
    hearing.call(CallEvent(event_id="e1", call_id="c1", kind="whistled", at=now()))
    assert "whistled" in DeadLetter.objects.get().why
    assert not Contact.objects.exists()


def test_the_note_of_what_was_heard_survives_and_a_broken_one_is_no_note(tmp_path):
    note, moment = tmp_path / "deep" / "note.json", now()
    assert last_heard(note) is None
    note_heard(note, moment)
    assert last_heard(note) == moment
    note.write_text("{")
    assert last_heard(note) is None
