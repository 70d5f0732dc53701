"""What the switch's events mean, on logs of a real switch and on our own."""

import json
import tarfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from lineside.gateways.telephony.calls import MOST_BYTES, CallEvent
from lineside.gateways.telephony.protocol import Message, Reader, duration_of, message_of
from lineside.gateways.telephony.tracker import Lines, Tracker
from lineside.kernel.testing import real_data

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
# The kinds of each call in each log, by reading it: what a person who listened would have written down.
REAL = {
    "simple/ab_success_a_hangup": ["offered answered ended"],
    "simple/ab_a_cancel": ["offered abandoned"],
    "simple/ab_dnd": ["offered abandoned"],
    "simple/ab_reject": ["offered abandoned"],
    "queue/queue_a_cancel": ["offered abandoned"],
    "queue/queue_simple": ["offered answered ended"],
    "queue/queue_group": ["offered answered ended"],
    "queue/queue_attn_xfer": ["offered answered transferred ended"],
    "queue/queue_blind_xfer": ["offered answered transferred ended"],
    "xfer_attended/xfer_abbcac": ["offered answered transferred ended"],
    "xfer_blonde/xfer_blonde_group_b": ["offered answered transferred ended"],
    "xfer_misc/call_forwarding": ["offered answered ended"],
    "mobile/acceptance_timeout": ["offered abandoned"],
    "mobile/simple_mobile": ["offered answered ended"],
}


def real_logs() -> dict[str, list[Message]]:
    with tarfile.open(real_data("protocol/asterisk_ami_event_logs.tar.gz")) as whole:
        return {
            member.name.removeprefix("ami/").removesuffix(".json"): [message_of(each) for each in json.load(file)]
            for member in whole
            if (file := whole.extractfile(member))
        }


def follow(messages: list[Message], lines: Lines | None = None) -> tuple[dict[str, list[CallEvent]], Tracker]:
    tracker, calls = Tracker(lines), defaultdict(list)
    for second, message in enumerate(messages):
        for event in tracker.take(message, AT + timedelta(seconds=second)):
            calls[event.call_id].append(event)
    return calls, tracker


def test_every_call_of_the_real_logs_begins_ends_once_and_leaves_nothing_behind():
    logs = real_logs()
    assert len(logs) == 28
    for name, messages in logs.items():
        calls, tracker = follow(messages)
        for events in calls.values():
            kinds = [event.kind for event in events]
            assert kinds[0] == "offered", name
            assert kinds[-1] in {"ended", "abandoned"}, name
            assert sum(kind in {"ended", "abandoned"} for kind in kinds) == 1, name
            assert kinds.count("answered") <= 1, name
            assert ("answered" in kinds or "joined" in events[-1].facts["why"]) == (kinds[-1] == "ended"), name
            assert len({event.event_id for event in events}) == len(events), name
        assert tracker.calls == {}, name


@pytest.mark.parametrize("name", REAL)
def test_a_real_log_says_what_happened(name):
    calls, _ = follow(real_logs()[name])
    assert sorted(" ".join(event.kind for event in events) for events in calls.values()) == REAL[name]


def test_only_trunks_offer_calls_when_they_are_named():
    logs = real_logs()
    trunks = Lines(trunks=("SIP/voipgrid",))
    assert follow(logs["simple/ab_success_a_hangup"], trunks)[0] == {}
    calls, _ = follow(logs["queue/queue_simple"], trunks)
    (events,) = calls.values()
    assert events[0].number == "+31150010001"


def said(event: str, unique: str, linked: str = "1.1", channel: str = "PJSIP/trunk-0001", **more: str) -> Message:
    return message_of({"Event": event, "Uniqueid": unique, "Linkedid": linked, "Channel": channel, **more})


RING = said("Newchannel", "1.1", CallerIDNum="07700900111", CallerIDName="<unknown>", Exten="405040")
DESK = said("Newchannel", "1.2", channel="PJSIP/desk1-0002")
BRIDGE = [said("BridgeEnter", "1.1"), said("BridgeEnter", "1.2", channel="PJSIP/desk1-0002")]
DESK_HANGS_UP = said("Hangup", "1.2", channel="PJSIP/desk1-0002", Cause="16")


def kinds_of(*messages: Message) -> list[str]:
    calls, _ = follow(list(messages), Lines(by_number={"405040": "SIGNALLER"}))
    return [event.kind for event in calls["1.1"]]


def test_the_contact_can_be_made_before_anybody_answers():
    calls, _ = follow([RING], Lines(by_number={"405040": "SIGNALLER"}))
    (event,) = calls["1.1"]
    assert (event.kind, event.number, event.line_type, event.name) == ("offered", "07700900111", "SIGNALLER", "")


def test_a_caller_without_a_number_is_offered_when_the_line_rings():
    withheld = said("Newchannel", "1.1", CallerIDNum="<unknown>", Exten="405040")
    assert kinds_of(withheld) == []
    assert kinds_of(withheld, said("Newstate", "1.1", ChannelStateDesc="Ring")) == ["offered"]
    assert kinds_of(withheld, said("Hangup", "1.1", Cause="16")) == ["offered", "abandoned"]


def test_hold_and_transfer_are_moments_of_the_call():
    hold, unhold = said("Hold", "1.2"), said("Unhold", "1.2")
    blind = message_of({"Event": "BlindTransfer", "TransfererUniqueid": "1.2", "Extension": "300"})
    heard = kinds_of(RING, DESK, *BRIDGE, hold, unhold, blind, DESK_HANGS_UP, said("Hangup", "1.1", Cause="16"))
    assert heard == ["offered", "answered", "held", "held", "transferred", "ended"]


def test_a_telephone_that_rings_is_not_an_answer():
    assert kinds_of(RING, DESK, BRIDGE[1], DESK_HANGS_UP, said("Hangup", "1.1", Cause="16")) == ["offered", "abandoned"]


def test_the_switchs_own_stamp_wins_over_the_time_of_hearing():
    stamped = said("Newchannel", "1.1", CallerIDNum="1", Exten="2", Timestamp="1775034000.5")
    assert follow([stamped])[0]["1.1"][0].at == datetime.fromtimestamp(1775034000.5, UTC)


def test_after_a_silence_the_open_channels_are_learnt_and_the_gone_ones_are_over():
    tracker = Tracker()
    tracker.take(RING, AT)
    row = said("CoreShowChannel", "5.1", "5.1", CallerIDNum="07700900222", Exten="1", Duration="00:01:30", BridgeId="b")
    desk = said("CoreShowChannel", "5.2", "5.1", channel="PJSIP/desk1-0009", Duration="00:01:00", BridgeId="b")
    events = tracker.adopt([desk, row], AT + timedelta(minutes=5), late=True)
    told = [(event.call_id, event.kind) for event in events]
    assert told == [("1.1", "abandoned"), ("5.1", "offered"), ("5.1", "answered")]
    assert events[1].at == AT + timedelta(minutes=3, seconds=30)
    assert all(event.heard_late for event in events)
    assert [each.kind for each in tracker.take(said("Hangup", "5.2", "5.1"), AT)] == []
    assert [each.kind for each in tracker.take(said("Hangup", "5.1", "5.1"), AT)] == ["ended"]


def test_an_odd_duration_is_nothing():
    assert duration_of(said("CoreShowChannel", "1.1", Duration="soon")) == timedelta()
    assert duration_of(said("CoreShowChannel", "1.1", Duration="75")) == timedelta(seconds=75)


def events_of_a_999_call(*more):
    first = {"Uniqueid": "5.1", "Linkedid": "5.1", "Channel": "PJSIP/trunk-1", "CallerIDNum": "07700900123"}
    said = [{"Event": "Newchannel", "Exten": "999", **first}, *({**first, **each} for each in more)]
    return follow([message_of(each) for each in said], Lines(by_number={"999": "999_BT"}))[0]["5.1"]


def test_a_key_of_the_caller_is_told_and_one_that_a_colleague_presses_is_not():
    colleague = {"Event": "DTMFEnd", "Uniqueid": "5.2", "Digit": "7", "Direction": "Received"}
    played = {"Event": "DTMFEnd", "Digit": "8", "Direction": "Sent"}
    keys = [{"Event": "DTMFEnd", "Digit": digit, "Direction": "Received"} for digit in "11"]
    events = events_of_a_999_call(colleague, played, *keys)
    assert [(event.kind, event.facts.get("digit")) for event in events[1:]] == [("pressed", "1"), ("pressed", "1")]
    assert len({event.event_id for event in events}) == 3


def test_the_dialplan_says_when_999_began_to_connect_that_nobody_speaks_and_which_relay():
    said = [("LINESIDE_CONNECTED_AT", "1775030395.5"), ("LINESIDE_SILENT", "55"), ("LINESIDE_RELAY", "BSL"), ("X", "1")]
    events = events_of_a_999_call(*({"Event": "VarSet", "Variable": name, "Value": value} for name, value in said))
    assert [event.kind for event in events] == ["offered", "connecting", "told", "told"]
    assert events[1].at == datetime(2026, 4, 1, 7, 59, 55, 500_000, UTC)
    assert [event.facts for event in events[2:]] == [{"silent": "55"}, {"relay": "BSL"}]


@pytest.mark.parametrize("value", ["soon", "nan", "1e400", "-1e30"])
def test_a_time_of_connecting_that_cannot_be_read_is_said_and_stops_nothing(value):
    events = events_of_a_999_call({"Event": "VarSet", "Variable": "LINESIDE_CONNECTED_AT", "Value": value})
    assert events[1].kind == "told"
    assert value in events[1].facts["connecting"]


def test_each_event_has_the_bytes_of_the_message_that_told_it():
    ring = (
        b"Event: Newchannel\r\nChannel: PJSIP/trunk-1\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n"
        b"CallerIDNum: 07700900123\r\n\r\n"
    )
    over = b"Event: Hangup\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\nCause: 16\r\n\r\n"
    reader, tracker = Reader(), Tracker()
    messages = [*reader.feed(b"Asterisk Call Manager/7.0.3\r\n" + ring[:40]), *reader.feed(ring[40:] + over)]
    events = [event for message in messages for event in tracker.take(message, AT)]
    assert [(event.kind, event.raw, event.raw_name) for event in events] == [
        ("offered", ring, "call.ami"), ("abandoned", over, "call.ami")
    ]  # fmt: skip
    assert "Newchannel" not in repr(events[0])


def test_of_a_message_that_is_longer_than_we_keep_the_beginning_is_kept_and_its_name_says_so():
    long = b"".join(b"Variable: %d%s\r\n" % (number, b"x" * 16_000) for number in range(30))
    (message,) = Reader().feed(
        b"Event: Newchannel\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\nCallerIDNum: 1\r\n" + long + b"\r\n"
    )
    (event,) = Tracker().take(message, AT)
    assert (len(event.raw), event.raw_name) == (MOST_BYTES, "beginning of call.ami")
