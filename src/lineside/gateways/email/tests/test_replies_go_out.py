"""Replies by a real SMTP client: sent with their thread, tried again, failed and brought back, bounces matched."""

import asyncio
import re
import socket
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from threading import Event, Thread
from unittest.mock import patch

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import reply_to_contact
from lineside.contacts.commands.replies import LEASES
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.gateways.email import inbound, outbound
from lineside.gateways.email.peer import Sink, send_mail, write_mail
from lineside.gateways.email.protocol import read_letter
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db(transaction=True)


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def sink(settings):
    settings.MAIL_DOMAIN = "force.example"
    sink = Sink(free_port())
    settings.SMARTHOST = f"127.0.0.1:{sink.port}"
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def address(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.MAIL_DOMAIN = "force.example"
    listener = inbound.Listener("127.0.0.1", free_port())
    listener.start()
    yield ("127.0.0.1", listener.port)
    listener.stop()


def until(truth, seconds=15):
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def queued():
    contact = make_taken_contact(ALEX, message_id="<b@x.example>", references=("<a@x.example>",))
    return contact, reply_to_contact(actor=ALEX, contact_id=contact.id, text="Which train? Ålex")


def test_a_reply_reaches_the_server_with_its_thread(sink):
    contact, message = queued()
    assert outbound.send_due() == 1
    sent = message_from_bytes(sink.taken[0], policy=default)
    assert sent["To"] == "sam.porter@passenger.example"
    assert sent["From"].addresses[0].addr_spec == "fcc@force.example"
    assert (sent["In-Reply-To"], sent["References"]) == ("<b@x.example>", "<a@x.example> <b@x.example>")
    assert contact.reference in sent["Subject"]
    assert "Which train? Ålex" in sent.get_content()
    assert Message.objects.get(id=message.id).delivery == "sent"
    assert outbound.send_due() == 0


def test_a_final_refusal_is_shown_to_who_has_the_contact(sink):
    contact, _ = queued()
    sink.refuse = "550 5.1.1 no such user"
    outbound.send_due()
    row = queries.contact(contact.id)
    assert (row.state, row.delivery_failure) == ("taken", "550 5.1.1 no such user")


def test_a_passing_refusal_and_a_server_that_is_away_are_tried_again_later(sink, settings):
    _, message = queued()
    sink.refuse = "451 4.3.0 busy"
    outbound.send_due()
    assert Message.objects.get(id=message.id).delivery == "queued"
    assert outbound.send_due() == 0
    settings.SMARTHOST = f"127.0.0.1:{free_port()}"
    with clock(now() + timedelta(minutes=2)):
        assert outbound.send_due() == 1
    assert "refused" in Message.objects.get(id=message.id).failure
    sink.refuse, settings.SMARTHOST = "", f"127.0.0.1:{sink.port}"
    with clock(now() + timedelta(minutes=9)):
        assert outbound.send_due() == 1
    assert Message.objects.get(id=message.id).delivery == "sent"


class RudeSink(Sink):
    """Takes the letter, slowly, and says good-bye in another way than the rule has it."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(2)
        return await super().handle_DATA(server, session, envelope)

    async def handle_QUIT(self, *_):  # noqa: N802 - aiosmtpd's name
        return "421 4.3.2 closing"


def test_what_the_server_took_is_sent_however_late_and_rudely_it_says_so(settings):
    sink = RudeSink(free_port())
    settings.SMARTHOST = f"127.0.0.1:{sink.port}"
    sink.start()
    _, message = queued()
    try:
        with patch.object(outbound, "PATIENCE", 1):
            outbound.send_due()
    finally:
        sink.stop()
    assert Message.objects.get(id=message.id).delivery == "sent"
    assert len(sink.taken) == 1


def test_a_letter_is_not_given_to_another_while_the_slowest_server_may_still_take_it():
    slowest = 9 * outbound.PATIENCE + 2 * outbound.PATIENCE_AFTER_DATA + outbound.GOOD_BYE
    assert LEASES["email"].total_seconds() > slowest


def test_a_bounce_that_comes_by_mail_is_matched_to_the_reply(sink, address):
    contact, message = queued()
    outbound.send_due()
    ours = re.search(rb"Message-ID: (<[^>]+>)", sink.taken[0])
    assert ours
    bounce = (
        b"From: MAILER-DAEMON@x.example\r\nSubject: Undelivered\r\nAuto-Submitted: auto-replied\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\n"
        b"Final-Recipient: rfc822; sam.porter@passenger.example\r\nAction: failed\r\nStatus: 5.2.2\r\n"
        b"Diagnostic-Code: smtp; 552 mailbox full\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: "
        + ours.group(1)
        + b"\r\nSubject: x\r\n\r\ntext\r\n--b--\r\n"
    )
    send_mail(address, ["fcc@force.example"], bounce, sender="")
    row = queries.contact(contact.id)
    assert row.delivery_failure == "sam.porter@passenger.example: 552 mailbox full (5.2.2)"
    assert row.state == "taken"
    assert Message.objects.get(id=message.id).delivery == "failed"
    assert Contact.objects.count() == 1
    assert [found.is_auto for found in queries.conversation(contact.id)] == [False, False, True]


@pytest.mark.parametrize("of", [b"Final-Recipient: rfc822; other@x.example\r\n", b""], ids=["other", "nobody"])
def test_a_forged_bounce_that_does_not_name_whom_we_wrote_to_fails_nothing(sink, address, of):
    _, message = queued()
    outbound.send_due()
    bounce = (
        b"From: eve@x.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n" + of + b"Action: failed\r\n"
        b"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
        + message.message_id.encode()
        + b"\r\n\r\n--b--\r\n"
    )
    send_mail(address, ["fcc@force.example"], bounce)
    assert Message.objects.get(id=message.id).delivery == "sent"


def test_the_passenger_answers_and_the_answer_joins(sink, address):
    contact, message = queued()
    outbound.send_due()
    raw = write_mail(
        "sam.porter@passenger.example", "fcc@force.example", "Re: Bag", "The 08:14.", In_Reply_To=message.message_id
    )
    send_mail(address, ["fcc@force.example"], raw)
    assert Contact.objects.count() == 1
    assert [found.direction for found in queries.conversation(contact.id)] == ["in", "out", "in"]


@pytest.mark.parametrize("hostile", [b"From: <x@[>", b"From: <x@.>"])
def test_an_address_that_no_letter_can_be_written_to_fails_alone(sink, hostile):
    contact = make_taken_contact(ALEX, sender_address=read_letter(hostile + b"\r\n\r\n").sender_address)
    reply_to_contact(actor=ALEX, contact_id=contact.id, text="Which train?")
    _, after = queued()
    assert outbound.send_due() == 2
    assert "cannot be written as mail" in queries.contact(contact.id).delivery_failure
    assert Message.objects.get(id=after.id).delivery == "sent"


def test_a_fault_that_nobody_thought_of_does_not_end_the_way_out(sink, settings):
    right, settings.SMARTHOST = settings.SMARTHOST, 25  # which is no address at all
    _, first = queued()
    stop = Event()
    thread = Thread(target=outbound.run_outbound, args=(stop,))
    thread.start()
    try:
        until(lambda: Message.objects.get(id=first.id).delivery == "sending")
        settings.SMARTHOST = right
        _, second = queued()
        until(lambda: Message.objects.get(id=second.id).delivery == "sent")
    finally:
        stop.set()
        thread.join(20)
