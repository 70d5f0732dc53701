"""What the switch is told, without a database."""

from datetime import date, timedelta

import pytest

from lineside.switchboard.rules import (
    AT_ONCE,
    EVERYBODY,
    WAIT,
    is_for_everybody,
    outcome_of,
    plan_of,
    when_nobody_is_free,
)

TODAY = date(2026, 11, 27)


def test_a_999_call_for_which_nobody_is_free_rings_everybody_at_once():
    assert when_nobody_is_free(plan_of("emergency", TODAY)).word == EVERYBODY


def test_on_the_public_line_the_switch_asks_again_when_nobody_is_free():
    said = when_nobody_is_free(plan_of("public", TODAY))
    assert (said.word, said.seconds > 0) == (WAIT, True)


def test_a_queue_of_no_edition_rings_everybody():
    assert plan_of("invented", TODAY) == AT_ONCE
    assert is_for_everybody(AT_ONCE, timedelta(), is_anybody_there=True)


@pytest.mark.parametrize("queue", ["emergency", "rail", "public"])
def test_no_call_waits_for_ever_or_for_an_empty_room(queue):
    plan = plan_of(queue, TODAY)
    assert is_for_everybody(plan, timedelta(), is_anybody_there=False)
    assert is_for_everybody(plan, timedelta(minutes=5), is_anybody_there=True)
    assert not is_for_everybody(plan, timedelta(), is_anybody_there=True)


def test_a_second_person_is_rung_for_999_within_the_ten_seconds_of_its_standard():
    assert plan_of("emergency", TODAY).ring * 2 <= timedelta(seconds=10)


@pytest.mark.parametrize(("how", "outcome"), [("BUSY", "busy"), ("CHANUNAVAIL", "unreachable"), ("?", "no_answer")])
def test_whatever_the_switch_says_of_a_telephone_nobody_picked_up(how, outcome):
    assert outcome_of(how) == outcome
