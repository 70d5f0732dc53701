"""A day or a time in what somebody typed, without a database."""

from datetime import UTC, datetime

import pytest

from lineside.finding.rules import read_typed


@pytest.mark.parametrize("text", ["26/11/2026", "2026-11-26", "26 Nov 2026", "26 november 2026", "  26/11/2026 "])
def test_a_day_is_read_however_it_is_written(text):
    typed = read_typed(text)
    assert (typed.since, typed.until) == (datetime(2026, 11, 26, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC))
    assert typed.rest == ""
    assert typed.said == "26 November 2026"


def test_a_day_in_summer_begins_at_its_own_midnight_and_the_day_the_clock_changes_is_longer():
    assert read_typed("1/7/2026").since == datetime(2026, 6, 30, 23, tzinfo=UTC)
    changed = read_typed("25/10/2026")
    assert (changed.since, changed.until) == (
        datetime(2026, 10, 24, 23, tzinfo=UTC),
        datetime(2026, 10, 26, tzinfo=UTC),
    )


def test_a_time_with_a_day_is_half_an_hour_either_way_and_the_words_are_left():
    typed = read_typed("fight 26/11/2026 14:30 leeds")
    assert (typed.since, typed.until) == (
        datetime(2026, 11, 26, 14, tzinfo=UTC),
        datetime(2026, 11, 26, 15, tzinfo=UTC),
    )
    assert typed.rest.split() == ["fight", "leeds"]


@pytest.mark.parametrize(
    "text",
    [
        "14:30 leeds",
        "31/02/2026",
        "99/99/2026",
        "LS-20261126-0001",
        "20261126",
        "07700 900123",
        "1/2/1066",
        "26/11",
        "",
    ],
)
def test_anything_else_is_words_as_it_stands(text):
    typed = read_typed(text)
    assert (typed.rest, typed.since, typed.until, typed.said) == (text, None, None, "")
