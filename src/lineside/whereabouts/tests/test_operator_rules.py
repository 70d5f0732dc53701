"""The 999 enquiry by its rules: no database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.whereabouts.rules import operator

DAY = date(2026, 11, 26)
ENDED = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
UNTIL = ENDED + timedelta(hours=1)


def test_the_period_is_an_hour_from_the_end_of_the_call():
    assert operator.open_until(ENDED, ENDED + timedelta(minutes=20)) == UNTIL
    assert operator.open_until(None, ENDED) == UNTIL


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"is_emergency": False}, "Only of a 999 call"),
        ({"number": ""}, "withheld"),
        ({"at": UNTIL}, "single point of contact"),
    ],
)
def test_it_is_asked_of_a_999_call_with_a_number_and_within_the_hour(facts, sentence):
    whole: dict[str, Any] = {
        "is_emergency": True,
        "number": "+447700900123",
        "until": UNTIL,
        "at": UNTIL - timedelta(seconds=1),
    }
    operator.check_enquiry(**whole)
    with pytest.raises(RuleBroken, match=sentence):
        operator.check_enquiry(**{**whole, **facts})


def test_why_the_caller_must_be_found_is_on_record():
    with pytest.raises(RuleBroken, match="must be found"):
        operator.check_asked("network", "  ", DAY)
    assert operator.check_asked("network", " She screamed. ", DAY) == "She screamed."


def test_after_the_hour_no_answer_is_taken_and_before_it_none_is_too_late():
    assert brought("told", "LS1 0AA", ENDED) == ("Told who or where", "LS1 0AA")
    with pytest.raises(RuleBroken, match="single point of contact"):
        brought("told", "LS1 0AA", UNTIL)
    with pytest.raises(RuleBroken, match="not over yet"):
        brought("too_late", "", ENDED)
    assert brought("too_late", "", UNTIL)[0] == "No answer within the hour"
    with pytest.raises(RuleBroken, match="write down"):
        brought("told", "", ENDED)


def brought(outcome, told, at):
    row, said = operator.check_answer(outcome, told, until=UNTIL, at=at, on=DAY)
    return row["label"], said
