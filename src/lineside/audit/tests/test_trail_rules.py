"""What of the trail may be asked for, and how it leaves."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest

from lineside.audit.rules import MOST_TAKEN, check_copy, csv_of, safe_cell, span_of_days
from lineside.kernel.errors import RuleBroken

TODAY = date(2026, 11, 26)


def test_a_week_to_today_is_shown_where_no_day_is_said():
    assert span_of_days(None, None, TODAY) == (date(2026, 11, 20), TODAY)
    assert span_of_days(date(2026, 11, 1), None, TODAY) == (date(2026, 11, 1), TODAY)
    assert span_of_days(None, date(2026, 11, 1), TODAY) == (date(2026, 10, 26), date(2026, 11, 1))


def test_days_the_wrong_way_round_or_too_many_are_refused():
    with pytest.raises(RuleBroken, match="turn them round"):
        span_of_days(TODAY, TODAY - timedelta(days=1), TODAY)
    assert span_of_days(TODAY - timedelta(days=365), TODAY, TODAY)
    with pytest.raises(RuleBroken, match="at most 366 days"):
        span_of_days(TODAY - timedelta(days=366), TODAY, TODAY)
    for first, last in (
        (date(1, 1, 1), None),
        (date(1969, 12, 31), date(1970, 1, 1)),
        (None, date.max),
        (None, date.min),
    ):
        with pytest.raises(RuleBroken, match="our own century"):
            span_of_days(first, last, TODAY)


def test_a_copy_needs_its_purpose_and_has_an_end():
    check_copy("Complaint 12", MOST_TAKEN)
    with pytest.raises(RuleBroken, match="what the copy is for"):
        check_copy("  ", 1)
    with pytest.raises(RuleBroken, match="more than 20,000"):
        check_copy("Complaint 12", MOST_TAKEN + 1)


@pytest.mark.parametrize(
    "begin", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_no_cell_begins_a_formula(begin):
    assert safe_cell(f"{begin}HYPERLINK(1)") == f"'{begin}HYPERLINK(1)"


@pytest.mark.parametrize("words", ["smoke = fire", "a-b", "07700 900123", '{"a": "=1"}', ""])
def test_other_words_leave_as_they_stand(words):
    assert safe_cell(words) == words


def test_quotes_commas_and_lines_stay_in_their_cell():
    [_, row] = csv.reader(StringIO(csv_of(("a", "b"), [('say "x", =1\n=2', None)])))
    assert row == ['say "x", =1\n=2', "None"]
