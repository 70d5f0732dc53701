"""STOMP 1.2 as bytes and back, in whatever pieces it comes; what is none ends the connection."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineside.gateways.rail_feeds.client import address_of
from lineside.gateways.rail_feeds.peer import DARWIN, TRUST, Railway
from lineside.gateways.rail_feeds.protocol import (
    LONGEST_BODY,
    Broken,
    StompFrame,
    StompReader,
    heart_beat,
    unpacked,
    written,
)
from lineside.trains.commands import READERS

TEXT = st.text("ab:\\\n\r é", min_size=1, max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(TEXT, TEXT, max_size=5), st.binary(max_size=300), st.integers(1, 40))
def test_a_frame_is_read_as_it_was_written_in_whatever_pieces_it_comes(headers, body, step):
    headers.pop("content-length", None)
    raw = written(StompFrame("MESSAGE", headers, body)) * 2
    reader, found = StompReader(), list[StompFrame]()
    for start in range(0, len(raw), step):
        found += reader.feed(raw[start : start + step])
    assert [(each.body, {k: v for k, v in each.headers.items() if k != "content-length"}) for each in found] == [
        (body, headers)
    ] * 2


def test_heart_beats_and_carriage_returns_between_frames_are_nothing():
    assert [each.body for each in StompReader().feed(b"\n\r\n\nMESSAGE\r\na:b\r\n\r\nhi\x00\n\n")] == [b"hi"]


@pytest.mark.parametrize(
    "raw",
    [
        b"MESSAGE\na\n\n\x00",
        b"no frame\n\n\x00",
        b"MESSAGE\na:\\t\n\n\x00",
        b"MESSAGE\ncontent-length:99999999\n\n",
        b"MESSAGE\ncontent-length:-1\n\n",
        b"MESSAGE\ncontent-length:1\n\nabc\x00",
        b"A" * 20_000,
        b"MESSAGE\n" + b"a:b\n" * 70 + b"\n\x00",
        b"MESSAGE\n\xff:b\n\n\x00",
    ],
)
def test_what_is_no_frame_ends_the_connection(raw):
    with pytest.raises(Broken):
        list(StompReader().feed(raw))


def test_a_body_that_has_no_end_is_not_waited_for():
    with pytest.raises(Broken):
        list(StompReader().feed(b"MESSAGE\n\n" + b"a" * 4_000_001))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_are_a_fault(raw):
    with suppress(Broken):
        list(StompReader().feed(raw))
    assert len(unpacked(b"\x1f\x8b" + raw)) <= LONGEST_BODY + 1


@pytest.mark.parametrize(
    ("theirs", "ours"), [("0,0", (0, 0)), ("5000,20000", (20, 15)), ("x", (0, 0)), ("0,1", (15, 0))]
)
def test_heart_beats_are_the_slower_of_what_both_sides_offer(theirs, ours):
    assert heart_beat((15000, 15000), theirs) == ours


def test_an_address_that_names_no_topic_is_refused():
    with pytest.raises(ValueError, match="Give the address"):
        address_of("stomp://host:1")
    assert address_of("stomp://me%40x:s@host/topic/A?wait=1").user == "me@x"


@pytest.mark.parametrize("faults", [False, True])
def test_the_peer_says_nothing_that_cannot_be_read_and_the_same_for_the_same_seed(faults):
    began = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)

    def played():
        railway = Railway(began, 7, faults=faults)
        railway.delay("1A23 12")
        return [each for minute in range(90) for each in railway.tell(began + timedelta(minutes=minute))]

    said = played()
    assert said == played()
    assert {topic for topic, _ in said} == {TRUST, DARWIN}
    for topic, body in said:
        read = READERS["trust" if topic == TRUST else "darwin"](unpacked(body))
        assert not read.bad
        assert json.dumps([each.facts for each in read.told])
