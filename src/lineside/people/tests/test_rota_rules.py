"""Rules of the rota, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.access.queries import labels_of_roles
from lineside.kernel.errors import RuleBroken
from lineside.people import rules

DAY = date(2026, 11, 26)
SEVEN = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)


def hours(day, code):
    begins, ends = rules.hours_of(day, rules.shift(code, day))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def test_a_day_is_from_seven_to_nineteen_and_a_night_from_nineteen_to_seven():
    assert hours(DAY, "day") == (SEVEN, SEVEN + timedelta(hours=12))
    assert hours(DAY, "night") == (SEVEN + timedelta(hours=12), SEVEN + timedelta(hours=24))


@pytest.mark.parametrize(("night_of", "lasts"), [(date(2026, 10, 24), 13), (date(2027, 3, 27), 11), (DAY, 12)])
def test_the_night_on_which_the_clocks_change_is_an_hour_longer_or_shorter(night_of, lasts):
    begins, ends = hours(night_of, "night")
    assert ends - begins == timedelta(hours=lasts)


def test_a_shift_that_is_not_in_the_pattern_is_refused():
    with pytest.raises(RuleBroken, match="choose day or night"):
        rules.shift("late", DAY)


def test_every_need_names_a_site_and_a_role_and_from_what_it_was_reckoned():
    for need in rules.needs(DAY):
        assert need.site in rules.sites(DAY)
        assert need.role in labels_of_roles()
        assert need.why


def test_the_contact_centre_keeps_to_the_published_posts():
    of_centre = [need for need in rules.needs(DAY) if need.site == "FCC"]
    assert 4 * sum(need.by_shift["day"] for need in of_centre) <= 66
    assert sum(need.by_shift["day"] for need in rules.needs(DAY) if need.role == "communications_officer") == 13


@pytest.mark.parametrize("number", ["", "1", "ABC1", "C10420000", "C 104", "c\u0661\u0662"])
def test_what_is_no_collar_number_is_refused(number):
    with pytest.raises(RuleBroken, match="collar number"):
        rules.check_collar_number(number)


def test_a_collar_number_is_kept_in_capitals():
    assert rules.check_collar_number(" c1042 ") == "C1042"


@pytest.mark.parametrize("lasts", [0, -1, 17])
def test_a_duty_that_is_no_duty_is_refused(lasts):
    with pytest.raises(RuleBroken, match="16 hours"):
        rules.check_hours(SEVEN, SEVEN + timedelta(hours=lasts))


def book(at, **facts):
    whole = {"begins_at": SEVEN, "ends_at": SEVEN + timedelta(hours=12), "booked_on_at": None, "is_cancelled": False}
    rules.check_booking_on(**{**whole, **facts}, at=at)


def test_booking_on_opens_an_hour_before_and_closes_at_the_end():
    book(SEVEN - timedelta(hours=1))
    book(SEVEN + timedelta(hours=11, minutes=59))
    with pytest.raises(RuleBroken, match=r"begins 26 Nov 07:00"):
        book(SEVEN - timedelta(hours=1, seconds=1))
    with pytest.raises(RuleBroken, match="is over"):
        book(SEVEN + timedelta(hours=12))


def test_nobody_books_on_twice_or_to_a_cancelled_duty():
    with pytest.raises(RuleBroken, match="already, at 06:55"):
        book(SEVEN, booked_on_at=SEVEN - timedelta(minutes=5))
    with pytest.raises(RuleBroken, match="cancelled"):
        book(SEVEN, is_cancelled=True)


def test_booking_off_comes_once_and_after_booking_on():
    with pytest.raises(RuleBroken, match="Nobody booked on"):
        rules.check_booking_off(booked_on_at=None, booked_off_at=None, at=SEVEN)
    with pytest.raises(RuleBroken, match="already, at 07:00"):
        rules.check_booking_off(booked_on_at=SEVEN, booked_off_at=SEVEN, at=SEVEN)
    with pytest.raises(RuleBroken, match="comes after"):
        rules.check_booking_off(booked_on_at=SEVEN, booked_off_at=None, at=SEVEN - timedelta(minutes=1))
