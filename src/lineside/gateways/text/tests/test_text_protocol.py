"""Bytes to words and back: the packets of others, alphabets, parts in any order, receipts; bad bytes say so."""

import json
import os
from itertools import permutations

import pytest

from lineside.gateways.text.protocol import (
    Alphabet,
    Command,
    Frames,
    Pdu,
    Tag,
    Tlv,
    Unreadable,
    bind,
    decoded,
    encoded,
    joined,
    message_pdu,
    part_of,
    read_pdu,
    receipt_of,
    segments,
)
from lineside.kernel.testing import real_data

HELLO = "Ein Mann läuft über die Gleise. {Platform 3} costs 10€ ~ é à ñ Ω @ \\ |"
SMILE = "\N{GRINNING FACE}"


def came(payload=b"", **facts):
    return read_pdu(message_pdu(Command.DELIVER_SM, short_message=payload, dest="61016", **facts).encode())


def header(*elements):
    return bytes((len(b"".join(elements)),)) + b"".join(elements)


def vectors():
    return json.loads(real_data("protocol/smpp_pdu_vectors.json").read_text())["pdus"]


def test_the_packets_of_others_are_read_field_by_field():
    read = 0
    for vector in vectors():
        raw = bytes.fromhex(vector["hex"])
        if vector["test"] == "test_decode_bad_message_ends_in_middle_of_option":
            with pytest.raises(Unreadable, match="ends at byte 27"):
                read_pdu(raw)
            continue
        pdu = read_pdu(raw)
        assert (pdu.command, pdu.status, pdu.sequence) == (
            vector["command_id"],
            vector["command_status"],
            vector["sequence_number"],
        )
        for ours, theirs in {"source": "source_addr", "dest": "dest_addr", "coding": "data_coding",
                             "esm_class": "esm_class", "service_type": "service_type", "source_ton": "source_ton",
                             "registered": "registered_delivery"}.items():  # fmt: skip
            if "fields" in vector:
                assert getattr(pdu, ours) == vector["fields"][theirs], vector["test"]
        if "fields" in vector:
            assert pdu.short_message.hex() == vector["fields"]["short_message_hex"]
            assert [[hex(tlv.tag), tlv.value.hex()] for tlv in pdu.tlvs] == vector["fields"]["tlvs"]
            assert pdu.encode() == raw
            read += 1
    assert read == 6


def test_the_words_of_others_are_read():
    read = {vector["test"]: read_pdu(bytes.fromhex(vector["hex"])) for vector in vectors() if "fields" in vector}
    words = {name: joined([part_of(pdu)]).text for name, pdu in read.items()}
    assert words["test_DeliverSM_syniverse_MO_conversion"] == "there is no spoon"
    assert words["test_DeliverSM_sybase_MO_conversion"].startswith("HELLO")
    assert words["test_DeliverSM_with_subaddress"] == "Hello I'm a bigg fan of you"
    tone = joined([part_of(read["test_SubmitSM_ringtone_conversion"])])
    assert "not words" in tone.text
    assert any("program" in remark for remark in tone.remarks)


@pytest.mark.parametrize("cut", range(0, 16 + 60, 3))
def test_a_packet_that_is_cut_short_says_so_and_nothing_else(cut):
    raw = message_pdu(Command.DELIVER_SM, source="447700900001", dest="61016", short_message=b"a" * 60).encode()
    with pytest.raises(Unreadable):
        read_pdu(raw[:cut])
    if cut >= 16:
        with pytest.raises(Unreadable):
            read_pdu(cut.to_bytes(4, "big") + raw[4:cut])


def test_noise_is_read_or_unreadable_and_never_anything_else():
    for length in (16, 17, 40, 90, 300):
        for _ in range(300):
            raw = length.to_bytes(4, "big") + b"\0\0\0\5" + os.urandom(length - 8)
            try:
                pdu = read_pdu(raw)
            except Unreadable:
                continue
            joined([part_of(pdu)])
            receipt_of(pdu)


def test_a_stream_is_cut_into_packets_however_it_arrives():
    whole = b"".join(bind(Command.BIND_TRANSCEIVER, f"a{n}", "p").numbered(n).encode() for n in range(1, 6))
    for size in (1, 7, 16, 1000):
        frames, found = Frames(), []
        for at in range(0, len(whole), size):
            found += list(frames.feed(whole[at : at + size]))
        assert [read_pdu(raw).sequence for raw in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("length", [0, 15, 70_001, 2**32 - 1])
def test_a_length_that_cannot_be_is_not_waited_for(length):
    with pytest.raises(Unreadable, match="bytes long"):
        list(Frames().feed(length.to_bytes(4, "big") + b"\0" * 12))


@pytest.mark.parametrize(
    ("coding", "payload", "text"),
    [
        (0, b"caf\x05 \x00 \x1b\x65 \x1b\x28x\x1b\x29", "café @ € {x}"),
        (1, b"plain ASCII", "plain ASCII"),
        (3, "naïve £5".encode("latin-1"), "naïve £5"),
        (6, "Помогите".encode("iso8859-5"), "Помогите"),
        (8, "सहायता".encode("utf-16-be"), "सहायता"),
        (0x18, "flash".encode("utf-16-be"), "flash"),
        (0xF0, b"class 0", "class 0"),
        (0x11, b"\x00home", "@home"),
        (0xE1, "wait".encode("utf-16-be"), "wait"),
        (0xC8, b"waiting", "waiting"),
    ],
)
def test_each_data_coding_is_read_by_its_alphabet(coding, payload, text):
    assert joined([part_of(came(payload, coding=coding))]).text == text


@pytest.mark.parametrize(
    ("locking", "shift", "payload", "text"),
    [
        (0, 1, b"Ta\x1b\x73", "Taş"),
        (1, 1, b"\x40stanbul", "İstanbul"),
        (0, 2, b"adi\x1b\x6fs", "adiós"),
        (0, 3, b"S\x1b\x7bo", "São"),
    ],
)
def test_national_tables_are_read(locking, shift, payload, text):
    tables = header(bytes((0x25, 1, locking)), bytes((0x24, 1, shift)))
    assert joined([part_of(came(tables + payload, esm_class=0x40))]).text == text


def test_a_national_table_of_the_future_is_remarked():
    read = joined([part_of(came(header(b"\x24\x01\x63") + b"abc", esm_class=0x40))])
    assert read.text == "abc"
    assert "99" in read.remarks[0]


def test_what_says_to_be_seven_bits_and_is_not_is_guessed_and_remarked():
    assert decoded("café".encode(), 0).text == "café"
    read = decoded("café £".encode("latin-1"), 0)
    assert read.text == "café £"
    assert "guessed" in read.remarks[0]


@pytest.mark.parametrize(
    ("coding", "payload"),
    [(8, b"\x00a\x00"), (8, b"\xd8\x3d"), (5, b"\x81"), (14, b"\xff\xff"), (0, b"\x1b"), (0, b"")],
)
def test_words_that_break_their_alphabet_still_come_through(coding, payload):
    assert isinstance(decoded(payload, coding).text, str)


def test_control_characters_do_not_reach_a_desk():
    assert decoded("a\x00b\x1b[2J\x7fc\r\nd".encode("utf-16-be"), 8).text == "a b [2Jc\nd"


def cut(text, kind):
    """The text in its parts as a handset sends them, by one of the three ways to say which part it is."""
    found = []
    for piece in segments(text):
        where = bytes((piece.total, piece.number))
        if kind == "8":
            found.append(came(piece.short_message(7), esm_class=0x40, coding=piece.coding))
        elif kind == "16":
            found.append(came(header(b"\x08\x04\x12\x07" + where) + piece.payload, esm_class=0x40, coding=piece.coding))
        else:
            tlvs = (Tlv(Tag.SAR_REFERENCE, b"\x12\x07"), Tlv(Tag.SAR_TOTAL, where[:1]), Tlv(Tag.SAR_NUMBER, where[1:]))
            found.append(came(piece.payload, tlvs=tlvs, coding=piece.coding))
    return found


@pytest.mark.parametrize("kind", ["8", "16", "sar"])
@pytest.mark.parametrize("text", [HELLO * 5, ("x" * 66 + SMILE) * 3, "€" * 200, "नमस्ते " * 30])
def test_parts_in_any_order_are_the_same_words(kind, text):
    parts = [part_of(pdu) for pdu in cut(text, kind)]
    assert len(parts) >= 3
    assert {part.reference for part in parts} == {7 if kind == "8" else 0x1207}
    for order in permutations(parts[:4] if len(parts) <= 4 else parts[:3]):
        assert joined([*order, *parts[len(order) :]]).text == text.strip(" ")


def test_a_pair_of_surrogates_that_another_sender_cut_in_two_is_one_character():
    whole = (SMILE * 100).encode("utf-16-be")
    pdus = [
        came(bytes((5, 0, 3, 1, 3, number)) + whole[at : at + 134], esm_class=0x40, coding=8)
        for number, at in enumerate(range(0, len(whole), 134), 1)
    ]
    assert joined([part_of(pdu) for pdu in reversed(pdus)]).text == SMILE * 100


def test_an_escape_that_another_sender_cut_from_its_character_is_one_character():
    pdus = [
        came(bytes((5, 0, 3, 1, 2, 1)) + b"10\x1b", esm_class=0x40),
        came(bytes((5, 0, 3, 1, 2, 2)) + b"\x65", esm_class=0x40),
    ]
    assert joined([part_of(pdu) for pdu in pdus]).text == "10€"


def test_long_words_come_in_message_payload():
    pdu = came(b"x" * 1000)
    assert pdu.short_message == b""
    assert joined([part_of(pdu)]).text == "x" * 1000


def test_parts_of_different_alphabets_are_read_each_by_its_own():
    first = came(bytes((5, 0, 3, 1, 2, 1)) + b"plain ", esm_class=0x40)
    second = came(bytes((5, 0, 3, 1, 2, 2)) + SMILE.encode("utf-16-be"), esm_class=0x40, coding=8)
    assert joined([part_of(second), part_of(first)]).text == f"plain {SMILE}"


def test_what_has_not_come_is_said_where_it_belongs():
    parts = [part_of(pdu) for pdu in cut(HELLO * 10, "8")]
    assert len(parts) == 5
    assert "[part 2 of 5 has not come]" in joined([parts[0], *parts[2:]]).text
    assert joined([parts[0], parts[4]]).text.count("parts 2 to 4 of 5") == 1


@pytest.mark.parametrize("numbers", [(0, 1), (3, 0), (2, 3), (0, 0)])
def test_part_numbers_that_make_no_sense_leave_the_words_alone(numbers):
    part = part_of(came(bytes((5, 0, 3, 9, *numbers)) + b"words", esm_class=0x40))
    assert part.is_alone
    assert part.payload == b"words"
    assert part.remarks


@pytest.mark.parametrize(
    "payload", [b"", b"\xff", b"\x05\x00\x03\x01", b"\x03\x00\x09\x01x", b"\x02\x00", b"\x00hello"]
)
def test_a_header_that_breaks_off_keeps_the_bytes(payload):
    joined([part_of(came(payload, esm_class=0x40))])


def test_ours_are_cut_at_160_and_153_and_at_70_and_67():
    sizes = {"a" * 160: 1, "a" * 161: 2, "a" * 306: 2, "a" * 307: 3, "€" * 80: 1, "€" * 81: 2, "я" * 70: 1, "я" * 71: 2,
             "я" * 134: 2, "я" * 135: 3, SMILE * 35: 1, SMILE * 36: 2}  # fmt: skip
    assert {text: len(segments(text)) for text in sizes} == sizes


def test_no_character_of_ours_is_cut_in_two():
    for piece in segments("€" * 200):
        assert not piece.payload.endswith(b"\x1b")
    for piece in segments("a" + SMILE * 100):
        piece.payload.decode("utf-16-be")


def test_curly_marks_do_not_make_a_long_text_of_a_short_one():
    curly, dash = "\N{RIGHT SINGLE QUOTATION MARK}", "\N{EN DASH}"
    assert encoded(f"It{curly}s “here” {dash} now…") == (Alphabet.GSM, b'It\'s "here" - now...')
    assert encoded(f"Ещё {curly} здесь")[0] is Alphabet.UCS2


def test_an_answer_is_the_command_and_a_bit():
    assert Pdu(command=5, sequence=9).answer(0x64).encode().hex() == "0000001180000005000000640000000900"
    assert Pdu(command=0x15, sequence=1).encode().hex() == "00000010000000150000000000000001"
