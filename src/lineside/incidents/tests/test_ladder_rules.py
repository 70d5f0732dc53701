"""The escalation ladder (control_room.md b.3): when it reaches whom, by grade and place; no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.incidents import rules
from lineside.kernel.errors import RuleBroken

ON = date(2026, 12, 1)
AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def waiting(**facts):
    asked = {"grade": "I", "state": "graded", "has_units": False, "waiting_since": AT, "first_contact_at": AT}
    return rules.Waiting(**{**asked, **facts})


def level(facts, minutes):
    return rules.standing(facts, AT + minutes * MINUTE, ON).level


@pytest.mark.parametrize(
    ("grade", "minutes", "reaches"),
    [("I", 1.9, 0), ("I", 2, 1), ("I", 3.9, 1), ("I", 4, 2), ("I", 7.9, 2), ("I", 8, 3),
     ("P", 14.9, 0), ("P", 15, 1), ("P", 30, 2), ("P", 45, 3)],
)  # fmt: skip
def test_an_unresourced_log_reaches_dispatcher_supervisor_and_duty_inspector_in_their_minutes(grade, minutes, reaches):
    assert level(waiting(grade=grade), minutes) == reaches


def test_a_scheduled_log_is_told_of_two_hours_before_its_slot_and_is_overdue_at_it():
    facts = waiting(grade="S", attend_by=AT + timedelta(hours=10))
    assert [level(facts, hours * 60) for hours in (7.9, 8, 10)] == [0, 1, 2]


def test_one_without_deployment_is_told_of_after_four_hours_untouched_and_is_overdue_after_seventy_two():
    assert [level(waiting(grade="R"), hours * 60) for hours in (3.9, 4, 72)] == [0, 1, 2]
    touched = waiting(grade="R", touched_at=AT + timedelta(hours=3))
    assert [level(touched, hours * 60) for hours in (6.9, 7)] == [0, 1]


def test_a_crime_to_record_is_told_of_after_eighteen_hours_until_it_is_recorded():
    assert [level(waiting(grade="C"), hours * 60) for hours in (17.9, 18, 24)] == [0, 1, 2]
    assert level(waiting(grade="C", is_recorded=True), 30 * 60) == 0


def test_with_a_unit_on_its_way_only_the_target_is_left_to_be_missed():
    facts = waiting(has_units=True, state="assigned", attend_by=AT + 15 * MINUTE)
    assert [level(facts, minutes) for minutes in (8, 14.9, 15)] == [0, 0, 2]


def test_a_log_from_which_its_unit_was_taken_away_waits_again_though_its_state_says_assigned():
    assert level(waiting(state="assigned"), 4) == 2


@pytest.mark.parametrize("state", ["open", "on_scene", "resulted", "review", "deferred", "closed", "cancelled"])
def test_no_rung_is_reached_once_somebody_is_there_nor_before_a_grade(state):
    assert level(waiting(state=state, attend_by=AT), 500) == 0


@pytest.mark.parametrize(
    ("crs", "kind", "setting"),
    [("LDS", "station", "urban"), ("", "", "urban"), ("", "elr_mileage", "rural"), ("LDS", "bridge", "urban"),
     ("", "between_stations", "rural")],
)  # fmt: skip
def test_rural_is_only_a_place_that_is_known_to_be_out_on_the_line(crs, kind, setting):
    assert rules.setting_of(crs, kind) == setting


@given(st.sampled_from("IPSRC"), st.integers(0, 6000), st.integers(0, 6000))
def test_as_time_goes_by_a_log_that_nobody_touches_only_goes_up(grade, one, other):
    facts = waiting(grade=grade, attend_by=AT + 60 * MINUTE)
    earlier, later = sorted((one, other))
    assert level(facts, earlier) <= level(facts, later)


def test_the_next_rung_is_named_with_its_time():
    stands = rules.standing(waiting(), AT + 3 * MINUTE, ON)
    assert stands.next
    assert (stands.next.rung.step, stands.next.at) == ("2", AT + 4 * MINUTE)


def test_a_raised_grade_takes_nobody_down_who_was_told():
    none = rules.Standing()
    assert rules.settled(2, none, grade="I", state="queued", has_units=False) == 2
    assert rules.settled(2, none, grade="I", state="queued", has_units=True) == 0
    assert rules.settled(2, none, grade="I", state="resulted", has_units=False) == 0
    assert rules.settled(1, none, grade="R", state="queued", has_units=False) == 0


def test_who_saw_a_lower_rung_has_not_seen_this_one():
    rules.check_acknowledging(2, 2)
    with pytest.raises(RuleBroken, match="gone up a rung"):
        rules.check_acknowledging(3, 2)
    with pytest.raises(RuleBroken, match="no rung any more"):
        rules.check_acknowledging(0, 2)


def test_the_line_names_whom_it_reached_and_says_so_when_nobody_is_there():
    due = rules.standing(waiting(), AT + 4 * MINUTE, ON).reached[-1]
    assert rules.rung_in_words(due, "supervisor", ("Kim Osei", "Lee Park")) == (
        "No unit for 4 min: reached the supervisor (Kim Osei, Lee Park)."
    )
    assert "nobody is booked on in that role" in rules.rung_in_words(due, "supervisor", ())
    assert rules.rung_in_words(due, "dispatcher", tuple("ABCDEF")).endswith("(A, B, C, D and 2 more).")
