"""The line protocol, from whatever pieces the socket gives."""

import random

import pytest

from lineside.gateways.telephony.protocol import LONGEST_LINE, MOST_LINES, Reader, action

TWO = (
    b"Asterisk Call Manager/7.0.3\r\nEvent: Newchannel\r\nUniqueid: 1.2\r\nExten:\r\n\r\n"
    b"Event: Hangup\r\nCause: 16\r\nCallerIDName: <unknown>\r\nVariable: a=1\r\nVariable: b: 2\r\n\r\n"
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000])
def test_the_pieces_do_not_matter(size):
    reader = Reader()
    heard = [each for start in range(0, len(TWO), size) for each in reader.feed(TWO[start : start + size])]
    assert [each.event for each in heard] == ["Newchannel", "Hangup"]
    assert reader.banner == "Asterisk Call Manager/7.0.3"
    assert heard[1].all("variable") == ("a=1", "b: 2")
    assert heard[1].known("CallerIDName") == ""


def test_bare_line_ends_are_read_too():
    assert [each.get("Ping") for each in Reader().feed(b"Response: Success\nPing: Pong\n\n")] == ["Pong"]


def test_a_huge_line_is_cut_and_the_next_message_is_whole():
    reader = Reader()
    heard = list(reader.feed(b"Event: Odd\r\nX: " + b"a" * LONGEST_LINE * 3))
    heard += reader.feed(b"a" * 50_000 + b"\r\n\r\nEvent: Next\r\n\r\n")
    assert [each.event for each in heard] == ["Odd", "Next"]
    assert heard[0].cut
    assert len(heard[0].get("X")) < LONGEST_LINE
    assert not heard[1].cut


def test_a_message_of_too_many_lines_is_cut():
    lines = b"".join(b"K%d: v\r\n" % number for number in range(MOST_LINES * 2))
    (heard,) = Reader().feed(lines + b"\r\n")
    assert heard.cut
    assert len(heard.fields) == MOST_LINES


def test_any_bytes_at_all_are_read_without_an_exception():
    dice = random.Random(4)  # noqa: S311 - bytes to be odd, not secret
    reader = Reader()
    for _ in range(300):
        for heard in reader.feed(dice.randbytes(400) + dice.choice([b"\r\n", b"\n\n", b": ", b"\x00"])):
            str(heard).encode()
    assert [each.event for each in reader.feed(b"\r\n\r\nEvent: Still\r\n\r\n")][-1] == "Still"


def test_an_action_cannot_carry_a_second_one():
    assert action("Login", "1", Username="a") == b"Action: Login\r\nActionID: 1\r\nUsername: a\r\n\r\n"
    with pytest.raises(ValueError, match="line end"):
        action("Login", Username="a\r\nAction: Originate")
