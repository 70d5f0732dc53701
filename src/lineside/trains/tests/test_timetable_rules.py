"""The timetable's lines, and which schedule runs on a day."""

import io
import json
import tarfile
from datetime import UTC, date, datetime

import pytest

from lineside.kernel.testing import real_data
from lineside.trains.rules.telling import Timetabled
from lineside.trains.rules.timetable import calls_on, plan_on, read_schedule, runs_on

CALLS = (
    {"tpl": "KNGX", "dep": "2350", "public": True},
    {"tpl": "HTFLD", "pass": "0005H"},
    {"tpl": "STEVNGE", "arr": "0012"},
)


def line(**facts):
    asked = {"uid": "W10001", "starts": date(2026, 11, 1), "stp": "P", "ends": date(2026, 12, 1), "days": "1111100"}
    return Timetabled(**{**asked, "calls": CALLS, **facts})


def test_every_shared_line_of_a_schedule_is_read_and_the_other_kinds_are_passed_over():
    whole = real_data("protocol/trust_json_samples_and_schemas.tar.gz").read_bytes()
    kinds = {}
    with tarfile.open(fileobj=io.BytesIO(whole)) as archive:
        for member in archive:
            if "/samples/" in member.name and member.isfile():
                name = member.name.rpartition("/")[2]
                found = archive.extractfile(member)
                assert found
                kinds[name] = read_schedule(found.read())
    assert not [name for name, read in kinds.items() if read.bad and name.startswith(("sch", "tip", "ass", "time"))]
    read = kinds["schedule_0.json"].timetabled[0]
    assert (read.uid, read.headcode, read.stp, read.calls[0]["tpl"]) == ("C72592", "1A54", "P", "MNCRPIC")
    assert kinds["schedule_4.json"].timetabled[0].is_deleted
    assert kinds["schedule_3.json"].timetabled[0].stp == "C"
    assert kinds["tiploc_0.json"].others == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"JsonScheduleV1": []}',
        b'{"Other": {}}',
        b'{"JsonScheduleV1": {"CIF_train_uid": "W10001"}}',
    ],
)
def test_what_is_no_line_of_the_timetable_is_named(raw):
    assert read_schedule(raw).bad


def test_a_time_that_is_none_is_named():
    place = {"tiploc_code": "KNGX", "departure": "2570"}
    body = {"CIF_train_uid": "W10001", "CIF_stp_indicator": "P", "schedule_start_date": "2026-11-01"}
    body |= {"schedule_end_date": "2026-12-01", "schedule_days_runs": "1111100"}
    whole = {"JsonScheduleV1": {**body, "schedule_segment": {"schedule_location": [place]}}}
    assert read_schedule(json.dumps(whole).encode()).bad[0].why == "'2570' is no time of day."


def test_a_permanent_schedule_runs_on_its_days_between_its_dates():
    assert runs_on([line()], date(2026, 11, 27)) is not None
    assert runs_on([line()], date(2026, 11, 28)) is None
    assert runs_on([line()], date(2026, 12, 2)) is None


@pytest.mark.parametrize(("stp", "runs"), [("C", False), ("O", True), ("N", True)])
def test_a_cancellation_comes_before_an_overlay_and_that_before_what_is_permanent(stp, runs):
    day = date(2026, 11, 27)
    chosen = runs_on([line(), line(stp=stp, starts=day, ends=day, headcode="9X99")], day)
    assert (chosen is not None) is runs
    assert chosen is None or chosen.headcode == "9X99"


def test_calls_after_midnight_are_of_the_next_day_and_h_is_half_a_minute():
    calls = calls_on(CALLS, date(2026, 11, 27))
    assert [call["dep"] or call["arr"] for call in calls] == [
        "2026-11-27T23:50:00+00:00",
        "2026-11-28T00:05:30+00:00",
        "2026-11-28T00:12:00+00:00",
    ]
    assert [call["stops"] for call in calls] == [True, False, True]


def test_in_summer_times_of_day_are_those_of_the_wall():
    plan = plan_on(line(), date(2026, 7, 1), datetime(2026, 7, 1, tzinfo=UTC))
    assert plan.calls[0]["dep"] == "2026-07-01T22:50:00+00:00"
