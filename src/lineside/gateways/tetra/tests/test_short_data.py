"""Short data and a terminal's language: what others agree on, round trips, and whatever else may come."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lineside.gateways.tetra import rules
from lineside.gateways.tetra.protocol import Malformed, pei, sds
from lineside.gateways.tetra.protocol.letters import read_letters, write_letters, write_seven
from lineside.gateways.tetra.rules import reason_words, state_of, status_of
from lineside.kernel.clock import now, uk_day

TODAY = uk_day(now())
TOLD = b"testmessage".hex().upper()


def read(digits):
    return sds.read(bytes.fromhex(digits))


def heard(text):
    return [saying.heard for saying in pei.Reader().feed(text.encode())]


def test_a_simple_text_and_one_with_the_transport_layer():
    assert read(f"0201{TOLD}") == sds.Text(text="testmessage")
    assert read(f"82029C01{TOLD}") == sds.Text(text="testmessage", reference=0x9C)
    assert read(f"89029C01{TOLD}").is_immediate
    assert read(f"82069C01{TOLD}").wants == sds.WANTS_RECEIVED


def test_the_senders_clock_is_passed_over():
    assert read(f"82029C81045A8F{TOLD}").text == "testmessage"


def test_a_part_names_its_text_and_its_place():
    part = read(f"8A02C981045A8F050003C90201{TOLD}")
    assert (part.group, part.part, part.parts, part.text) == (0xC9, 1, 2, "testmessage")


@pytest.mark.parametrize(
    ("digits", "received", "is_read", "failed"),
    [("821000C9", True, False, False), ("821002C9", True, True, False), ("821040C9", False, False, True)],
)
def test_a_delivery_report_says_received_read_or_failed(digits, received, is_read, failed):
    report = read(digits)
    assert (report.reference, report.is_received, report.is_read, report.is_failed) == (0xC9, received, is_read, failed)


@pytest.mark.parametrize(
    "digits",
    ["", "02", "82", "8202", "82029C", "829000", "82039C5101020301", "82029C81045A", "8202007F41",
     "8A02C901050103C90201", "8A02C901050003C90203", "8A02C901050003C90200", "8A02C90105", "8202001A41"],
)  # fmt: skip
def test_what_is_cut_short_or_makes_no_sense_is_refused(digits):
    with pytest.raises(Malformed):
        read(digits)


def test_a_protocol_that_is_none_of_ours_is_named():
    assert read("C300") == sds.Other(protocol=0xC3)


@given(some.text(alphabet=some.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=600))
def test_a_text_comes_through_whole_in_however_many_parts(text):
    parts = [part for part in map(sds.read, sds.write_text(text, 250)) if isinstance(part, sds.Text)]
    if all(letter < "\uffff" for letter in text):
        assert "".join(part.text for part in parts) == text
    assert [part.part for part in parts] == list(range(1, len(parts) + 1))
    assert [part.reference for part in parts] == [(250 + number) & 0xFF for number in range(len(parts))]


@given(some.text(alphabet="@£abcXYZ 0189{}[]€~^|\\é", max_size=80))
def test_seven_bit_letters_come_through(text):
    back = read_letters(0, write_seven(text))
    assert back == text or back == text.removesuffix("@")  # a last @ in a full octet is filling


def test_the_narrowest_letters_are_taken():
    assert write_letters("Château")[0] == 1
    assert write_letters("Łódź") == (26, "Łódź".encode("utf-16-be"))


@given(some.binary(max_size=60))
def test_no_octets_break_short_data(octets):
    with suppress(Malformed):
        assert isinstance(sds.read(octets), sds.Text | sds.Delivery | sds.Other)


def test_a_status_a_text_and_a_call_are_heard_in_order():
    status = pei.indication("6400010", "6400001", pei.STATUS, (32773).to_bytes(2, "big"))
    said = heard(f"{status}\r\nOK\r\n{pei.incoming_call('6400010', '3500', 15)}+CREG: 1,2231,9\r\n")
    assert [type(each).__name__ for each in said] == ["ShortData", "Answer", "IncomingCall", "Answer"]
    assert (said[0].source, said[0].status) == ("6400010", 32773)
    assert said[2].is_emergency


def test_a_whole_tsi_is_its_short_number():
    (call,) = heard("+CTICN: 1,0,0,5,09011638300023404,1,1,0,1,1,5,09011638300000001,0\r\n")
    assert (call.source, call.destination, call.is_emergency) == ("23404", "1", False)


def test_an_emergency_call_in_place_of_lost_digits_is_an_emergency_call():
    lost, call = heard(f"+CTSDSR: 12,6401234,0,3500,0,64\r\n{pei.incoming_call('6401235', '3500', 15)}")
    assert isinstance(lost, pei.Unread)
    assert isinstance(call, pei.IncomingCall)
    assert (call.source, call.is_emergency) == ("6401235", True)


@pytest.mark.parametrize(
    "text",
    [
        "+CTSDSR: 13,6400010,0,6400001,0,16\r\n80\r\n",
        "+CTSDSR: 13,6400010,0,6400001,0,16\r\nZZZZ\r\n",
        "+CTSDSR: 12,6400001,16\r\n8004\r\n",
        "+CTSDSR: 13,not a number,0,6400001,0,16\r\n8004\r\n",
        "+CTSDSR: 13,99999999,0,6400001,0,16\r\n8004\r\n",
        "+CTICN: 1,0,0\r\n",
        "+CTICN: 1,0,0,5,x,1,1,0,1,1,5,1,15\r\n",
    ],
)
def test_an_indication_that_makes_no_sense_is_kept_with_its_reason(text):
    (said,) = heard(text)
    assert isinstance(said, pei.Unread)
    assert said.why.endswith(".")


def test_a_line_that_never_ends_is_cut_and_the_next_is_heard():
    reader = pei.Reader()
    (cut,) = reader.feed(b"x" * 5000)
    assert isinstance(cut.heard, pei.Unread)
    assert [each.raw for each in reader.feed(b"\r\nOK\r\n")] == ["OK"]


@given(some.binary(max_size=300), some.integers(1, 50))
def test_no_octets_break_the_reader_however_they_are_cut(octets, size):
    reader, whole = pei.Reader(), pei.Reader()
    said = [each.raw for at in range(0, len(octets), size) for each in reader.feed(octets[at : at + size])]
    together = [each.raw for each in whole.feed(octets)]
    if b"\r" not in octets:  # CR LF that is cut between its two is read as two ends, with nothing between
        assert said == together


@given(some.binary(min_size=1, max_size=100))
def test_what_is_written_for_a_radio_is_read_by_its_terminal(octets):
    (said,) = heard(pei.indication("6400010", "6400001", pei.SDS_TL, octets))
    assert (said.octets, said.bits) == (octets, len(octets) * 8)
    assert pei.send_sds("6400010", octets) == f"AT+CMGS=6400010,{len(octets) * 8}\r\n{octets.hex().upper()}\x1a"


def test_a_saying_is_read_again_as_it_was_kept():
    saying = pei.Reader().feed(pei.indication("6400010", "1", pei.STATUS, b"\x80\x05").encode())[0]
    assert pei.read_one(saying.raw) == saying.heard


def test_the_fleet_map_is_data_and_an_unknown_number_is_kept():
    assert [state_of(number, TODAY) for number in (0, 32768, 32773, 40000)] == [0, 0, 5, 40000]
    assert [status_of(state, TODAY) for state in (5, 16)] == [32773, 32784]
    assert (reason_words(2, TODAY), reason_words(77, TODAY), reason_words(None, TODAY)) == (
        "Emergency",
        "reason 77",
        "",
    )
    assert rules.digest_of("a") != rules.digest_of("b")
