"""Replies out by real sockets: in segments, each once, with receipts in any order, refused, throttled, or waiting."""

import time
from datetime import timedelta
from unittest.mock import patch

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import reply_to_contact, take_contact
from lineside.contacts.models import Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_text
from lineside.gateways.text.commands import accept_segment, plan_segments, take_receipt
from lineside.gateways.text.inbound import ACTOR
from lineside.gateways.text.line import LONGEST_PAUSE
from lineside.gateways.text.models import EarlyReceipt, TextSegment
from lineside.gateways.text.protocol import Receipt
from lineside.gateways.text.queries import text_size
from lineside.gateways.text.rules import ReceiptCame
from lineside.gateways.text.session import ANSWER_WITHIN, ASK_EVERY, TICK
from lineside.gateways.text.tests.conftest import a_gateway, until
from lineside.heartbeats.queries import heartbeat
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(*CanContact)
NUMBER = "+447700900123"
HANDSET = NUMBER[1:]
LONG = "Stay where you are and keep away from him. Officers get on at Leeds and come to coach C. " * 3
pytestmark = pytest.mark.django_db(transaction=True)


def reply(text="Which coach?", number=NUMBER):
    contact = take_contact(actor=ALEX, contact_id=make_text(number=number).id)
    return reply_to_contact(actor=ALEX, contact_id=contact.id, text=text)


def becomes(message, delivery, seconds=15):
    until(lambda: Message.objects.get(id=message.id).delivery == delivery, seconds)


def test_a_reply_reaches_the_handset_and_its_receipt_the_desk(line, centre):
    message = reply()
    becomes(message, "delivered")
    assert centre.texts(NUMBER) == ["Which coach?"]
    (pdu,) = centre.submitted
    assert (pdu.source, pdu.dest, pdu.dest_ton, pdu.registered) == ("61016", HANDSET, 1, 1)


@pytest.mark.parametrize("text", [LONG, "Залишайтеся на місці. " * 8, "\N{GRINNING FACE}" * 50])
def test_a_long_reply_goes_in_the_segments_that_the_desk_was_told(line, centre, text):
    message = reply(text)
    becomes(message, "delivered")
    assert centre.texts(NUMBER) == [text.strip()]
    assert len(centre.submitted) == text_size(message.text).segments > 1


@pytest.mark.parametrize("moods", [{"early": True}, {"decimal": True}, {"early": True, "decimal": True}])
def test_a_receipt_is_matched_before_the_answer_and_in_another_spelling(line, centre, moods):
    with centre.in_the_mood(**moods):
        becomes(reply(LONG), "delivered")
    assert set(EarlyReceipt.objects.values_list("is_matched", flat=True)) <= {True}


def test_a_number_that_the_network_does_not_know_is_shown_to_who_has_the_contact(line, centre):
    centre.moods.refused.add(HANDSET)
    message = reply()
    becomes(message, "failed")
    row = queries.contact(message.contact_id)
    assert row.state == "taken"
    assert row.delivery_failure == "the network does not know the number (SMPP 0xB)"


def test_a_handset_that_is_never_reached_is_shown_to_who_has_the_contact(line, centre):
    centre.moods.lost.add(HANDSET)
    message = reply(LONG)
    becomes(message, "failed")
    assert "could not be delivered (UNDELIV)" in queries.contact(message.contact_id).delivery_failure


def test_a_busy_network_is_sent_to_more_slowly_and_gets_everything_once(line, centre):
    centre.moods.throttle = 2
    message = reply(LONG)
    becomes(message, "delivered", 25)
    assert centre.texts(NUMBER) == [LONG.strip()]
    assert len(centre.submitted) == 2
    assert Message.objects.get(id=message.id).attempts == 3


def test_a_text_whose_answer_comes_late_goes_out_once(line, centre):
    with centre.in_the_mood(slow=ANSWER_WITHIN + 1):
        message = reply()
        becomes(message, "delivered", 25)
        time.sleep(4)  # it would have been tried again by now
    assert [len(centre.submitted), Message.objects.get(id=message.id).attempts] == [1, 1]


def test_the_first_answer_for_a_segment_stands():
    message = planned("7F")
    segment = TextSegment.objects.get(message_id=message.id)
    accept_segment(actor=ACTOR, segment_id=segment.id, network_id="80")
    assert TextSegment.objects.get(id=segment.id).network_id == "7f"


def test_a_text_waits_for_the_line_and_what_the_network_has_is_not_sent_again(server, centre):
    message = reply(LONG)
    plan_segments(actor=ACTOR, message_id=message.id, link=f"smpp lineside@127.0.0.1:{server.port}")
    first = TextSegment.objects.get(message_id=message.id, number=1)
    accept_segment(actor=ACTOR, segment_id=first.id, network_id="EARLIER")
    with a_gateway(server):
        becomes(message, "sent")
    assert [pdu.short_message[5] for pdu in centre.submitted] == [2]


def test_a_lost_line_is_bound_again_and_the_desk_sees_that_it_was_away(line, centre, server):
    server.deaf = True
    server.drop()
    until(lambda: line.away_for > 0)
    message = reply()
    until(lambda: (beat := heartbeat("text by SMPP")) is not None and beat.is_down)
    assert Message.objects.get(id=message.id).delivery == "queued"
    server.deaf = False
    becomes(message, "delivered")
    until(lambda: (beat := heartbeat("text by SMPP")) is not None and not beat.is_down)


def test_a_network_that_says_nothing_is_left_and_bound_again_in_less_than_thirty_seconds(line, centre, server):
    with patch.multiple("lineside.gateways.text.session", ANSWER_WITHIN=0.6, ASK_EVERY=0.5):
        with centre.in_the_mood(mute=True):
            until(lambda: line.away_for > 0)
        until(lambda: line.away_for == 0)
    assert ASK_EVERY + ANSWER_WITHIN + LONGEST_PAUSE + 4 * TICK < 30


def told(network_id, state, number=NUMBER):
    receipt = Receipt(network_id, state)
    return take_receipt(
        actor=ACTOR, content=ReceiptCame(link="a link", number=number, receipt=receipt, at=now(), raw=b"x")
    )


def planned(network_id="7F"):
    message = reply()
    (segment,) = plan_segments(actor=ACTOR, message_id=message.id, link="a link")
    accept_segment(actor=ACTOR, segment_id=segment.id, network_id=network_id)
    return message


def test_a_receipt_of_somebody_elses_message_changes_nothing_and_is_kept():
    message = planned()
    assert not told("7F", "UNDELIV", number="+447700900999")
    assert not told("", "DELIVRD")
    assert Message.objects.get(id=message.id).delivery == "sent"
    assert EarlyReceipt.objects.filter(is_matched=False).count() == 2


def test_what_the_network_says_on_the_way_changes_nothing_and_its_last_word_stands():
    message = planned()
    for state, stands in (("ENROUTE", "sent"), ("DELIVRD", "delivered"), ("UNDELIV", "delivered")):
        assert told("7f", state)
        assert Message.objects.get(id=message.id).delivery == stands


def test_the_newest_of_two_messages_with_one_id_is_meant():
    with clock(now() - timedelta(days=30)):
        old = planned()
    new = planned()
    assert told("7F", "DELIVRD")
    assert [Message.objects.get(id=each.id).delivery for each in (old, new)] == ["sent", "delivered"]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", (0, 1, 160, "gsm")),
        ("Which coach?", (12, 1, 148, "gsm")),
        ("€" * 80, (80, 1, 0, "gsm")),
        ("a" * 161, (161, 2, 145, "gsm")),
        ("я" * 71, (71, 2, 63, "ucs2")),
    ],
)
def test_the_desk_is_told_how_a_text_goes_out(text, size):
    found = text_size(text)
    assert (found.characters, found.segments, found.left, found.alphabet) == size
