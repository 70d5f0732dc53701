"""Working days: the weekends and the bank holidays of each nation do not count."""

from datetime import date, datetime, timedelta

import pytest

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.workdays.queries import NATIONS, add_working_days, due_after, holidays, is_working_day

TODAY = date(2026, 11, 28)
A_WEEK = 5


@pytest.mark.parametrize(
    ("day", "count", "nation", "found"),
    [
        (date(2026, 11, 27), 5, "england_wales", date(2026, 12, 4)),  # Friday to Friday
        (date(2026, 5, 22), 1, "england_wales", date(2026, 5, 26)),  # a bank holiday on the Monday
        (date(2026, 4, 2), 1, "england_wales", date(2026, 4, 7)),  # Good Friday and Easter Monday
        (date(2026, 4, 2), 1, "scotland", date(2026, 4, 6)),  # Easter Monday is none in Scotland
        (date(2026, 11, 27), 1, "england_wales", date(2026, 11, 30)),
        (date(2026, 11, 27), 1, "scotland", date(2026, 12, 1)),  # St Andrew's Day
        (date(2026, 7, 10), 1, "northern_ireland", date(2026, 7, 14)),  # the substitute for Sunday the twelfth
        (date(2026, 12, 24), 1, "england_wales", date(2026, 12, 29)),  # Boxing Day is a Saturday
        (date(2026, 12, 31), 1, "scotland", date(2027, 1, 5)),  # 2 January is a Saturday: Monday stands for it
        (date(2026, 11, 28), 1, "england_wales", date(2026, 11, 30)),  # from a Saturday
        (date(2026, 11, 28), 0, "england_wales", date(2026, 11, 28)),
        (date(2024, 3, 1), 1, "england_wales", date(2024, 3, 4)),  # before the first edition weekends still count
    ],
)
def test_working_days_are_counted_by_the_nations_own_holidays(day, count, nation, found):
    assert add_working_days(day, count, nation) == found


def test_a_clock_ends_with_its_day_by_the_clock_on_the_wall():
    assert due_after(datetime(2026, 11, 27, 17, 0, tzinfo=UK), 5, "england_wales") == datetime(
        2026, 12, 4, 23, 59, tzinfo=UK
    )
    late_at_night = datetime(2026, 7, 1, 23, 30, tzinfo=UK)  # a day earlier by UTC
    assert due_after(late_at_night, 1, "england_wales") == datetime(2026, 7, 2, 23, 59, tzinfo=UK)


@pytest.mark.parametrize("nation", NATIONS)
def test_no_holiday_of_the_table_falls_on_a_weekend(nation):
    """A day that would is moved to its substitute, so a table that has one is wrong."""
    days = holidays(nation, TODAY)
    assert len(days) >= 40
    assert [day for day in days if day.weekday() > 4] == []
    assert not any(is_working_day(day, nation, TODAY) for day in days)


@pytest.mark.parametrize("nation", NATIONS)
def test_good_friday_is_a_friday_and_each_year_has_one(nation):
    fridays = [day for day, name in holidays(nation, TODAY).items() if name == "Good Friday"]
    assert {day.weekday() for day in fridays} == {4}
    assert [day.year for day in sorted(fridays)] == [2025, 2026, 2027, 2028, 2029]


def test_five_working_days_are_never_less_than_a_week():
    for nation in NATIONS:
        for ahead in range(0, 700, 3):
            day = TODAY + timedelta(days=ahead)
            assert (add_working_days(day, A_WEEK, nation) - day).days >= A_WEEK


@pytest.mark.parametrize(("nation", "count"), [("wales", 1), ("scotland", -1), ("scotland", 10_000)])
def test_an_unknown_nation_and_a_count_without_end_are_refused(nation, count):
    with pytest.raises(RuleBroken):
        add_working_days(TODAY, count, nation)
