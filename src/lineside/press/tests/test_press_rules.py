"""What is written down of the press, who is on duty, and how an enquiry ends, without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.press.rules import (
    STATES,
    DutyFacts,
    EnquiryFacts,
    check_closing,
    check_duty,
    check_enquiry,
    check_passing,
    check_words,
    standing,
)
from lineside.ui.moments import moment_typed

AT, ON, HOUR = datetime(2026, 7, 1, 9, tzinfo=UTC), date(2026, 7, 1), timedelta(hours=1)
ASKED: dict[str, Any] = {
    "outlet": "The Post",
    "journalist": "Sam Ash",
    "reached_by": "07700 900124",
    "asks": "Why?",
    "answer_by": AT,
}


@pytest.mark.parametrize("field", ["outlet", "journalist", "reached_by", "asks"])
def test_an_enquiry_says_who_asks_what_and_how_they_are_reached(field):
    for wrong in (" ", "x" * 5000):
        with pytest.raises(RuleBroken) as refusal:
            check_enquiry(EnquiryFacts(**{**ASKED, field: wrong}))
        assert refusal.value.field == field
    assert check_enquiry(EnquiryFacts(**{**ASKED, "outlet": " The  Post "})).outlet == "The Post"


def test_one_press_officer_is_on_duty_at_a_time():
    duty: dict[str, Any] = {"name": "Robin Vale", "number": "07700 900123", "begins_at": AT, "ends_at": AT + 12 * HOUR}
    assert check_duty(DutyFacts(**duty), [(AT - HOUR, AT)]).number == "07700900123"
    with pytest.raises(RuleBroken, match="Another press officer"):
        check_duty(DutyFacts(**duty), [(AT + 11 * HOUR, AT + 20 * HOUR)])
    for wrong in ({"ends_at": AT}, {"ends_at": AT + 25 * HOUR}, {"number": "ring"}, {"name": " "}):
        with pytest.raises(RuleBroken):
            check_duty(DutyFacts(**{**duty, **wrong}), [])


def test_an_enquiry_is_passed_only_to_somebody_who_is_on_duty():
    check_passing("open", "Robin Vale")
    with pytest.raises(RuleBroken, match="No press officer"):
        check_passing("open", "")
    with pytest.raises(RuleBroken, match="closed"):
        check_passing("closed", "Robin Vale")


def test_nothing_is_said_to_the_press_that_nobody_has_cleared():
    assert check_words("passed", " Officers are there. ", "Supt  Holt") == ("Officers are there.", "Supt Holt")
    with pytest.raises(RuleBroken, match="who cleared it"):
        check_words("passed", "Officers are there.", " ")
    with pytest.raises(RuleBroken, match="word by word"):
        check_words("passed", "", "Supt Holt")


def test_answered_is_only_what_was_said():
    with pytest.raises(RuleBroken, match="what was said"):
        check_closing("passed", "answered", 0, ON)
    check_closing("passed", "answered", 1, ON)
    check_closing("open", "withdrawn", 0, ON)
    for state, outcome in (("closed", "withdrawn"), ("open", "gone")):
        with pytest.raises(RuleBroken):
            check_closing(state, outcome, 0, ON)


def test_the_clock_runs_by_the_time_on_the_wall():
    assert moment_typed("2026-07-01 10:00", "answer_by") == AT
    with pytest.raises(RuleBroken, match="as 2026-12-01"):
        moment_typed("tonight", "answer_by")
    assert [standing(AT, AT - each) for each in (0 * HOUR, HOUR / 4, HOUR)] == ["overdue", "soon", "in time"]
    assert all(STATES.values())
