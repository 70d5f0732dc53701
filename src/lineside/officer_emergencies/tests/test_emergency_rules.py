"""Rules of an officer's emergency, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.officer_emergencies import rules
from lineside.officer_emergencies.rules import Outcome

TODAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ACCIDENT = Outcome(outcome="accidental", spoken_with="PC Hale", challenge_answered=True)


def test_nobody_is_told_further_before_fifteen_seconds():
    assert rules.level_now(NOON, NOON + timedelta(seconds=14.9), TODAY) == 0


def test_the_desks_are_told_again_after_fifteen_seconds_and_supervisors_after_thirty():
    again = rules.level_now(NOON, NOON + timedelta(seconds=15), TODAY)
    further = rules.level_now(NOON, NOON + timedelta(seconds=30), TODAY)
    assert (again, rules.reaches_supervisors(again, TODAY)) == (1, False)
    assert (further, rules.reaches_supervisors(further, TODAY)) == (2, True)


@pytest.mark.parametrize("at", [None, datetime(2026, 11, 27, 12), NOON + timedelta(hours=3)])  # noqa: DTZ001 - without zone
def test_no_clock_refuses_an_emergency(at):
    assert rules.moment_of(at, NOON) == NOON


def test_a_press_that_comes_late_keeps_its_own_time():
    assert rules.moment_of(NOON - timedelta(seconds=40), NOON) == NOON - timedelta(seconds=40)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Outcome(outcome=""), "outcome"),
        (Outcome(outcome="forgotten"), "outcome"),
        (Outcome(outcome="accidental", challenge_answered=True), "spoken_with"),
        (Outcome(outcome="accidental", spoken_with="PC Hale"), "challenge"),
        (Outcome(outcome="genuine", words="x" * 2001), "words"),
    ],
)
def test_nothing_ends_it_that_is_no_outcome(said, field):
    with pytest.raises(RuleBroken) as refusal:
        rules.check_outcome(said, rules.OPEN, "", TODAY)
    assert refusal.value.field == field


def test_an_accident_confirmed_by_voice_and_challenge_ends_it():
    rules.check_outcome(ACCIDENT, rules.OPEN, "", TODAY)


def test_what_one_person_found_genuine_another_does_not_call_an_accident():
    with pytest.raises(RuleBroken, match="Chris Vale has recorded it as genuine"):
        rules.check_outcome(ACCIDENT, rules.GENUINE, "Chris Vale", TODAY)


def test_what_is_over_gets_no_other_outcome():
    with pytest.raises(RuleBroken, match="raise it again"):
        rules.check_outcome(Outcome(outcome="genuine"), rules.OVER, "Chris Vale", TODAY)


@pytest.mark.parametrize(("words", "state"), [("Safe", rules.OPEN), ("Safe", rules.OVER), ("  ", rules.GENUINE)])
def test_only_a_genuine_one_is_resolved_and_only_in_words(words, state):
    with pytest.raises(RuleBroken):
        rules.check_resolving(words, state)


def test_metres_are_those_of_the_globe():
    """Leeds to York by the great circle: 35.6 km on any map."""
    assert rules.metres_between(53.7949, -1.5477, 53.9583, -1.0933) == pytest.approx(34_900, rel=0.01)
    assert rules.metres_between(51.5, -0.12, 51.5, -0.12) == 0
