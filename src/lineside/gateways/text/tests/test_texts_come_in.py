"""Texts in by real sockets: kept before they are answered, once, in whatever pieces and however often they come."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError

from lineside.contacts import queries
from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.files.queries import open_file
from lineside.files.testing import STORER
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.text import inbound
from lineside.gateways.text.commands import take_in
from lineside.gateways.text.models import LongText, TextPart
from lineside.gateways.text.protocol import Command, Pdu, Status, message_pdu
from lineside.gateways.text.protocol.words import RESPONSE
from lineside.gateways.text.run import keep_time
from lineside.gateways.text.session import Away, Session
from lineside.gateways.text.tests.conftest import a_gateway, until
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(*CanContact)
ANNA, BEN = "447700900001", "447700900002"
LONG = "He has a knife, he is in coach C and he shouts at everybody. " * 6
pytestmark = pytest.mark.django_db(transaction=True)


def answered(centre, deliveries, status=Status.OK):
    assert centre.until(lambda: all(each.status is not None for each in deliveries))
    assert {each.status for each in deliveries} == {status}


def words():
    return list(Message.objects.filter(direction="in").order_by("at", "id").values_list("text", flat=True))


@contextmanager
def database_away():
    with (
        patch.object(inbound, "take_in", side_effect=OperationalError("away")),
        patch.object(inbound, "take_in_dead", side_effect=OperationalError("away")),
    ):
        yield


class CentreLine:
    """The contract's view of the message centre: another sender for each thing, the same bytes for the same."""

    def __init__(self, centre):
        self.centre = centre
        self.packets = {}

    def offer(self, key):
        sender = f"4477009{sum(key.encode()):05d}"
        return self._kept(self.packets.setdefault(key, self.centre.packets(sender, key)[0].encode()))

    def offer_rubbish(self):
        delivery = self.centre.deliver_raw(b"\0\0\0\x20\0\0\0\5" + b"\0" * 8 + b"rubbish without an end!!"[:16])
        assert self.centre.until(lambda: delivery.status is not None)
        assert delivery.status == Status.NEVER_AGAIN
        return True  # it is refused for ever because it was kept for a person

    def database_away(self):
        return database_away()

    def _kept(self, packet):
        delivery = self.centre.deliver_raw(packet)
        self.centre.until(lambda: delivery.status is not None, 8)  # the first of a run finds everything cold
        if delivery.status is None:
            with self.centre.changed:  # a centre that is told to come again does; here the test says when
                self.centre.open.remove(delivery)
        return delivery.status == Status.OK


class TestTextKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, line, centre):  # noqa: ARG002 - it is bound while the test runs
        return CentreLine(centre)


def test_a_text_is_a_contact_with_its_number_and_its_bytes(line, centre):
    answered(centre, centre.text(ANNA, "A man is on the track at Leeds"))
    (row,) = queries.queue(ALEX)
    assert (row.channel, row.sender_address, row.box_or_line, row.risk) == ("text", "+447700900001", "61016", 70)
    assert row.gist == "A man is on the track at Leeds"
    part = TextPart.objects.get()
    assert bytes(part.raw)[16:] == centre.deliveries[0].packet[16:]


@pytest.mark.parametrize("way", ["8", "16", "sar", "payload"])
def test_a_long_text_is_one_message_however_its_parts_are_told_apart(line, centre, way):
    answered(centre, centre.text(ANNA, LONG, way=way))
    assert words() == [LONG.strip()]


def test_parts_that_come_in_another_order_and_between_those_of_others(line, centre):
    anna, ben = centre.packets(ANNA, LONG), centre.packets(BEN, LONG.replace("C", "D"))
    answered(centre, [centre.deliver(pdu) for pdu in (anna[2], ben[1], anna[0], ben[2], ben[0], anna[1])])
    assert sorted(words()) == sorted([LONG.strip(), LONG.replace("C", "D").strip()])
    assert Contact.objects.count() == 2


def test_characters_that_stand_across_two_parts(line, centre):
    text = ("x" * 66 + "\N{GRINNING FACE}") * 4
    answered(centre, centre.text(ANNA, text))
    assert words() == [text]


def test_a_reference_that_comes_round_again_is_another_text(line, centre):
    first, second = centre.packets(ANNA, LONG), centre.packets(ANNA, LONG.replace("C", "D"))
    same = [
        message_pdu(Command.DELIVER_SM, source=pdu.source, source_ton=1, source_npi=1, dest=pdu.dest, esm_class=0x40,
                    short_message=pdu.short_message[:3] + first[0].short_message[3:4] + pdu.short_message[4:])
        for pdu in second
    ]  # fmt: skip
    answered(centre, [centre.deliver(pdu) for pdu in (*first, *same)])
    assert words() == [LONG.strip(), LONG.replace("C", "D").strip()]


def test_the_same_part_again_is_no_second_part(line, centre):
    packets = centre.packets(ANNA, LONG)
    with patch.object(inbound, "is_another", return_value=False):  # as when the first was answered late
        answered(centre, [centre.deliver(pdu) for pdu in (packets[0], packets[0], *packets[1:])])
    assert words() == [LONG.strip()]
    assert TextPart.objects.get(number=1).repeats == 1


def test_parts_whose_rest_does_not_come_are_shown_and_made_whole_when_it_does(line, centre):
    packets = centre.packets(ANNA, LONG)
    answered(centre, [centre.deliver(packets[0]), centre.deliver(packets[2])])
    keep_time()
    assert words() == []
    with clock(now() + timedelta(seconds=61)):
        keep_time()
        keep_time()
    (row,) = queries.queue(ALEX)
    (message,) = queries.conversation(row.id)
    assert "[part 2 of 3 has not come]" in message.text
    assert message.remarks == ["Incomplete: 2 of 3 parts came within 60 seconds."]
    answered(centre, [centre.deliver(packets[1])])
    (message,) = queries.conversation(row.id)
    assert message.text == LONG.strip()
    assert message.remarks == ["A part came late; it is whole now."]
    assert LongText.objects.get().state == "whole"


def test_two_equal_texts_one_after_the_other_are_two(line, centre):
    answered(centre, centre.text(ANNA, "yes"))
    answered(centre, centre.text(ANNA, "yes"))
    assert words() == ["yes", "yes"]


def test_an_equal_text_once_the_network_has_read_our_answer_is_another_even_on_another_line(server, centre):
    with a_gateway(server):
        answered(centre, centre.text(ANNA, "yes"))
        until(lambda: TextPart.objects.get().is_settled)
    with a_gateway(server):
        answered(centre, centre.text(ANNA, "yes"))
    assert words() == ["yes", "yes"]


def test_what_was_kept_and_could_not_be_answered_comes_again_and_is_not_doubled(server, centre):
    real = Session._write

    def cut_before_answering(self, *pdus):
        if pdus[0].command == Command.DELIVER_SM | RESPONSE:
            server.drop()
            raise Away("cut")
        real(self, *pdus)

    with a_gateway(server):
        with patch.object(Session, "_write", cut_before_answering):
            (delivery,) = centre.text(ANNA, "A knife")
            until(lambda: TextPart.objects.count() == 1)
        answered(centre, [delivery])
    assert delivery.times >= 2
    (row,) = queries.queue(ALEX)
    (message,) = queries.conversation(row.id)
    assert message.text == "A knife"
    assert message.remarks[0].startswith("It came again at")


def test_one_number_is_one_conversation(line, centre):
    answered(centre, [*centre.text(ANNA, "He has"), *centre.text(ANNA, "a gun"), *centre.text(BEN, "Cold train")])
    assert Contact.objects.count() == 2
    assert [message.text for message in queries.conversation(queries.queue(ALEX)[0].id)] == ["He has", "a gun"]


def test_a_database_that_is_away_is_asked_again_and_nothing_is_lost(line, centre):
    with database_away():
        deliveries = [*centre.text(ANNA, LONG), *centre.text(BEN, "yes")]
        until(lambda: all(each.times >= 2 for each in deliveries))
        assert {each.status for each in deliveries} == {None}
    answered(centre, deliveries)
    assert sorted(words()) == sorted([LONG.strip(), "yes"])


def test_one_part_that_trips_us_does_not_hold_up_the_others(line, centre):
    def trip(actor, content):
        if any(b"trip" in each.raw for each in content):
            raise ValueError("trip")
        return take_in(actor=actor, content=content)

    with patch.object(inbound, "take_in", trip):
        deliveries = [*centre.text(ANNA, "one"), *centre.text(ANNA, "trip"), *centre.text(ANNA, "two")]
        assert centre.until(lambda: all(each.status is not None for each in deliveries))
    assert [each.status for each in deliveries] == [Status.OK, Status.NEVER_AGAIN, Status.OK]
    assert words() == ["one", "two"]
    assert "ValueError" in DeadLetter.objects.get().why


@pytest.mark.parametrize(
    ("packet", "why"),
    [
        (b"\0\0\0\x15\0\0\0\5\0\0\0\0\0\0\0\1ABCDE", "has no end"),
        (b"\0\0\0\x1d\0\0\0\5\0\0\0\0\0\0\0\1\0\1\1abc\0\1\1def\0", "in the middle of a field"),
        (Pdu(command=Command.QUERY_SM).encode(), "does not send 0x3"),
    ],
)
def test_what_cannot_be_read_is_kept_answered_with_an_error_and_seen(line, centre, packet, why):
    bad = centre.deliver_raw(packet)
    answered(centre, centre.text(ANNA, "after it"))
    assert centre.until(lambda: bad.status is not None)
    assert bad.status in (Status.NEVER_AGAIN, Status.BAD_COMMAND)
    (letter,) = queries.dead_letters(ALEX)
    assert (letter.gateway, letter.worked_by) == ("text", "")
    assert why in letter.why
    assert letter.raw_id
    assert open_file(STORER, letter.raw_id).read()[16:] == packet[16:]


def test_a_stream_that_lost_its_way_is_kept_and_the_line_is_made_anew(line, centre, server):
    with centre.changed:
        for sitting in server.sessions:
            sitting._write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    until(lambda: DeadLetter.objects.count() == 1)
    answered(centre, centre.text(ANNA, "after it"))
    assert "bytes long" in DeadLetter.objects.get().why


def test_a_packet_that_never_ends_is_noticed_kept_and_what_follows_comes_again(line, centre):
    endless = b"\0\0\x0f\xff\0\0\0\5" + b"\0" * 8 + b"and then nothing"
    with patch.multiple("lineside.gateways.text.session", ANSWER_WITHIN=0.8, ASK_EVERY=0.5):
        wrong = centre.deliver_raw(endless)
        deliveries = centre.text(ANNA, "behind it")
        until(lambda: DeadLetter.objects.count() == 1)
        with centre.changed:
            centre.open.remove(wrong)
        answered(centre, deliveries)
    assert "never ended" in DeadLetter.objects.get().why
    assert words() == ["behind it"]


def test_words_in_other_alphabets_and_a_text_to_another_number(line, centre):
    sending = message_pdu(
        Command.DELIVER_SM,
        source="RAILCO",
        source_ton=5,
        dest="61099",
        coding=6,
        short_message="Пожар".encode("iso8859-5"),
    )
    answered(centre, [centre.deliver_raw(sending.encode())])
    (row,) = queries.queue(ALEX)
    assert (row.sender_address, row.gist, row.box_or_line) == ("RAILCO", "Пожар", "61016")
    assert row.marks == ["It was sent to 61099."]
