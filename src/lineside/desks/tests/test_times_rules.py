"""Times as they are typed, without a database."""

from datetime import UTC, datetime

import pytest

from lineside.desks.rules import past, take_time, to_come
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken


def uk(text):
    return datetime.fromisoformat(text).replace(tzinfo=UK)


def typed(text):
    return take_time(f"{text} words", "/at 14:05 words")[0]


NOW, BEGUN = uk("2026-11-24T14:30:00"), uk("2026-11-24T13:58:20")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:05", "2026-11-24T14:05:00"),
        ("14.05", "2026-11-24T14:05:00"),
        ("9:05:30", "2026-11-24T09:05:30"),
        ("14:31", "2026-11-24T14:31:00"),  # a clock may be a minute ahead of ours
        ("yesterday 23:50", "2026-11-23T23:50:00"),
        ("23/11 23:50", "2026-11-23T23:50:00"),
        ("31/12 23:50", "2026-12-31T23:50:00"),
        ("16:00", "2026-11-24T16:00:00"),  # not yet: the log refuses it, rather than take it for yesterday
    ],
)
def test_a_time_of_the_past(text, at):
    assert past(typed(text), NOW, BEGUN) == uk(at)


def test_after_midnight_a_time_before_it_is_last_night_when_the_log_was_open():
    now = uk("2026-11-25T00:10:00")
    assert past(typed("23:55"), now, uk("2026-11-24T23:55:40")) == uk("2026-11-24T23:55:00")
    assert past(typed("23:55"), now, uk("2026-11-25T00:05:00")) == uk("2026-11-25T23:55:00")


def test_on_new_years_day_a_day_in_december_was_last_year():
    now = uk("2027-01-01T00:10:00")
    assert past(typed("31/12 23:50"), now, now) == uk("2026-12-31T23:50:00")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("18:30", "2026-11-24T18:30:00"),
        ("09:00", "2026-11-25T09:00:00"),
        ("today 09:00", "2026-11-24T09:00:00"),
        ("tomorrow 09:00", "2026-11-25T09:00:00"),
        ("26/11 09:00", "2026-11-26T09:00:00"),
    ],
)
def test_a_time_to_come(text, at):
    assert to_come(typed(text), NOW) == uk(at)


def test_summer_time_is_read_in_uk_time():
    now = uk("2026-07-01T14:30:00")
    assert past(typed("14:05"), now, now) == datetime(2026, 7, 1, 13, 5, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_the_later_one_that_has_come():
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert past(typed("01:30"), datetime(2026, 10, 25, 0, 45, tzinfo=UTC), first) == first
    assert past(typed("01:30"), datetime(2026, 10, 25, 2, 0, tzinfo=UTC), first) == second


def test_the_hour_that_is_left_out_is_refused():
    now = uk("2026-03-29T12:00:00")
    with pytest.raises(RuleBroken, match="there was no 01:30"):
        past(typed("01:30"), now, now)


@pytest.mark.parametrize("text", ["31/02 10:00", "0/1 10:00", "99/99 10:00", "24:00", "12:60", "1:2", "now", ""])
def test_what_is_no_time_is_refused_beside_the_line(text):
    with pytest.raises(RuleBroken) as refused:
        past(typed(text), NOW, BEGUN)
    assert refused.value.field == "text"


def test_the_29th_of_february_is_of_the_nearest_leap_year_or_refused():
    with pytest.raises(RuleBroken, match="not a day of the year"):
        past(typed("29/02 10:00"), uk("2026-03-01T10:00:00"), BEGUN)
    assert past(typed("29/02 10:00"), uk("2028-03-01T10:00:00"), BEGUN) == uk("2028-02-29T10:00:00")
