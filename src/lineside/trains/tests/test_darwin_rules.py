"""Darwin's messages are read in each version of the samples; hostile XML is refused before it is read."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from lineside.kernel.testing import real_data
from lineside.trains.rules.darwin import read_darwin
from lineside.trains.testing import darwin, darwin_forecast, darwin_schedule

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def samples():
    whole = ET.fromstring(real_data("protocol/darwin_pushport_samples.xml").read_bytes())  # noqa: S314 - a file of ours
    return [ET.tostring(each) for each in whole]


def test_every_shared_sample_is_read_whatever_its_version_and_prefix():
    read = [read_darwin(raw) for raw in samples()]
    assert [len(each.told) for each in read] == [4, 1, 3]
    assert not any(each.bad for each in read)


def test_a_forecast_an_actual_time_and_a_platform_are_what_the_sample_says():
    first, second, third = read_darwin(samples()[2]).told
    assert first.facts["dep"] == {"actual": "2025-08-18T08:48:00+00:00", "source": "TD"}
    assert second.facts["arr"]["forecast"] == "2025-08-18T08:50:00+00:00"
    assert (third.facts["platform"], third.facts["is_platform_sure"]) == ("1", True)
    assert (first.who, first.uid, first.slot) == ("D202508188967985", "Y67985", "at DRUMRY 094600")


def test_a_schedule_says_where_it_calls():
    read = read_darwin(darwin_schedule(AT))
    assert [call["tpl"] for call in read.plans[0].calls] == ["KNGX", "STEVNGE", "PBRO", "YORK"]
    assert read.plans[0].headcode == "1A23"
    assert read.plans[0].calls[-1]["arr"] == "2026-11-27T10:58:00+00:00"


def test_a_journey_over_midnight_goes_on_into_the_next_day():
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    calls = read_darwin(darwin_schedule(late)).plans[0].calls
    assert [call["arr"] or call["dep"] for call in calls][2:] == [
        "2026-11-28T00:18:00+00:00",
        "2026-11-28T01:28:00+00:00",
    ]


def test_a_forecast_is_of_the_day_that_is_nearest():
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    told = read_darwin(darwin_forecast(late, 2, 5, late)).told[0]
    assert told.facts["arr"]["forecast"] == "2026-11-28T00:23:00+00:00"


def test_a_station_message_keeps_its_words_and_its_stations():
    inside = '<OW id="7" cat="Train" sev="1"><Station crs="KGX"/><Station crs="X"/><Msg>Doors <p>closed</p></Msg></OW>'
    told = read_darwin(darwin(AT, inside)).told[0]
    assert (told.facts["crs"], told.facts["text"]) == (["KGX"], "Doors closed")


def test_a_train_that_is_taken_out_of_darwin_has_ended():
    assert read_darwin(darwin(AT, '<deactivated rid="202611278710001"/>')).told[0].slot == "ended"


def test_one_part_that_cannot_be_read_costs_the_others_nothing():
    read = read_darwin(darwin(AT, '<TS rid="x" uid="W10001" ssd="2026-11-27"/><deactivated rid="202611278710001"/>'))
    assert len(read.told) == 1
    assert read.bad[0].why == "TS: Its rid is none."


BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY c "&a;&a;&a;">]><Pport>&c;</Pport>'
OUTSIDE = b'<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><Pport>&x;</Pport>'


@pytest.mark.parametrize("raw", [BOMB, OUTSIDE, b"<!DOCTYPE b SYSTEM 'http://example.invalid/x'><b/>"])
def test_a_document_type_is_refused_and_so_is_every_entity(raw):
    read = read_darwin(raw)
    assert "document type" in read.bad[0].why
    assert not read.told


def test_what_is_nested_too_deeply_is_refused():
    assert "deeply" in read_darwin(b"<a>" * 50 + b"</a>" * 50).bad[0].why


def test_what_holds_too_many_elements_is_refused():
    assert "too many" in read_darwin(b"<a>" + b"<b/>" * 100_001 + b"</a>").bad[0].why


def test_what_is_too_long_is_refused_unread():
    assert "longer" in read_darwin(b" " * 4_000_001).bad[0].why


@pytest.mark.parametrize(
    "raw", [b"", b"<", b"<a/>", b"\x00", b"<Pport/>", b"<?xml version='1.0' encoding='utf-7'?><a/>"]
)
def test_rubbish_is_a_dead_letter_and_no_fault(raw):
    assert read_darwin(raw).bad
