"""The e-mail process as it runs: killed in the middle of a burst it has lost nothing that it acknowledged."""

import signal
import smtplib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lineside.contacts.commands import reply_to_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.gateways.email.peer import Sink, send_mail, write_mail
from lineside.gateways.email.tests.running import Running, free_port
from lineside.heartbeats.commands import find_silent
from lineside.heartbeats.queries import heartbeats
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink():
    sink = Sink(free_port())
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def running(tmp_path, sink):
    running = Running(tmp_path / "files", f"127.0.0.1:{sink.port}")
    try:
        running.start()
        yield running
    finally:
        running.end(signal.SIGKILL)


def test_a_kill_in_the_middle_of_a_burst_loses_nothing_acknowledged_and_doubles_nothing(running):
    mails = [
        write_mail("sam@passenger.example", "fcc@force.example", f"number {number}", "A bag.") for number in range(120)
    ]

    def offer(number):
        try:
            send_mail(("127.0.0.1", running.port), ["fcc@force.example"], mails[number])
        except (smtplib.SMTPException, OSError):
            return None
        return number

    with ThreadPoolExecutor(8) as senders:
        answers = [senders.submit(offer, number) for number in range(120)]
        while Contact.objects.count() < 20:
            time.sleep(0.02)
        running.end(signal.SIGKILL)
        acknowledged = {answer.result() for answer in answers} - {None}
    kept = set(Message.objects.values_list("subject", flat=True))
    assert acknowledged
    assert {f"number {number}" for number in acknowledged} <= kept
    assert len(kept) < 120, "the kill came too late to prove anything"
    running.start()
    with ThreadPoolExecutor(8) as senders:
        assert None not in set(senders.map(offer, range(120)))
    assert Contact.objects.count() == 120


def test_it_sends_replies_and_ends_cleanly_when_told_to(running, sink):
    alex = an_actor(*CanContact)
    reply_to_contact(actor=alex, contact_id=make_taken_contact(alex).id, text="Which train?")
    end = time.monotonic() + 20
    while not sink.taken:
        assert time.monotonic() < end
        time.sleep(0.05)
    begun = time.monotonic()
    assert running.end(signal.SIGTERM) == 0
    assert time.monotonic() - begun < 5


def test_a_process_that_is_killed_is_missed(running):
    until = time.monotonic() + 20
    while not heartbeats() and time.monotonic() < until:
        time.sleep(0.1)
    assert {row.part for row in heartbeats() if not row.is_down} >= {"e-mail in"}
    running.end(signal.SIGKILL)
    assert "e-mail in" in find_silent(now() + timedelta(seconds=31))
