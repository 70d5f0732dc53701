"""Where a train may be met is ranked with reasons, and a plan that no longer holds is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineside.interception.rules import Crew, Standing, Stop, alarms, options, there_at, weights
from lineside.kernel.keys import uuid7

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def stop(number, minutes, lat=52.0, crs="AAA"):
    return Stop(number=number, crs=crs, name=f"Stop {number}", arrives=AT + minutes * MINUTE, lat=lat, lon=0.0)


def crew(sign, lat, age=0):
    return Crew(id=uuid7(), call_sign=sign, lat=lat, lon=0.0, position_at=AT - age * MINUTE)


def test_a_unit_that_is_there_three_minutes_before_the_train_goes_first_even_at_a_later_stop():
    found = options([stop(1, 5, 52.0), stop(2, 30, 52.5)], [crew("BX12", 52.5)], AT, is_happening=True)
    assert [(each.stop.number, each.is_in_time) for each in found] == [(2, True), (1, False)]
    assert found[0].margin == 28 * MINUTE
    assert "held" in found[1].why


def test_while_harm_goes_on_the_earlier_of_two_stops_goes_first():
    found = options([stop(1, 20, 52.0), stop(2, 40, 52.0)], [crew("BX12", 52.0)], AT, is_happening=True)
    assert [each.stop.number for each in found] == [1, 2]
    assert found[0].why == "20 min more on board while it goes on"


def test_the_nearest_unit_is_proposed_for_each_stop():
    found = options(
        [stop(1, 30, 52.0), stop(2, 60, 53.0)], [crew("NX1", 53.0), crew("BX1", 52.0)], AT, is_happening=False
    )
    assert {each.stop.number: each.call_sign for each in found} == {1: "BX1", 2: "NX1"}


def test_a_stop_that_no_unit_can_reach_is_shown_last_for_staff_or_the_local_force():
    found = options(
        [stop(1, 5), Stop(number=2, crs="BBB", name="Halt", arrives=AT)], [crew("BX1", 52.0)], AT, is_happening=True
    )
    assert found[-1].unit_id is None
    assert "local force" in found[-1].why


def test_a_position_that_is_old_counts_for_its_age_and_one_that_is_none_for_nothing():
    weigh = weights(AT.date())
    assert there_at(crew("A", 52.0), stop(1, 5), AT, weigh) == AT + 2 * MINUTE
    assert there_at(crew("A", 52.0, age=20), stop(1, 5), AT, weigh) == AT + 22 * MINUTE
    assert there_at(Crew(id=uuid7(), call_sign="A", lat=None, lon=None), stop(1, 5), AT, weigh) is None


def standing(**facts):
    asked = {"chosen_arrival": AT + 20 * MINUTE, "stop": stop(1, 20), "has_arrived": False, "has_unit": True}
    asked |= {"there_at": AT + 10 * MINUTE, "is_at_scene": False, "is_happening": True}
    return Standing(**{**asked, **facts})


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({}, []),
        ({"there_at": AT + 20 * MINUTE}, []),
        ({"there_at": AT + 21 * MINUTE}, ["margin"]),
        ({"there_at": AT + 21 * MINUTE, "is_at_scene": True}, []),
        ({"stop": None}, ["gone"]),
        ({"stop": stop(1, 29)}, []),
        ({"stop": stop(1, 30)}, ["later"]),
        ({"stop": stop(1, 30), "is_happening": False}, []),
        ({"has_arrived": True}, ["arrived"]),
        ({"has_arrived": True, "is_at_scene": True}, []),
        ({"has_arrived": True, "has_unit": False, "there_at": None}, ["arrived"]),
    ],
)
def test_a_plan_that_no_longer_holds_is_told_and_one_that_holds_is_not(facts, kinds):
    assert [each.kind for each in alarms(standing(**facts), AT)] == kinds


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 200), st.floats(50, 58)), max_size=8),
    st.lists(st.floats(50, 58), max_size=5),
    st.booleans(),
)
def test_every_stop_is_shown_once_and_those_in_time_first(places, units, is_happening):
    stops = [stop(number, minutes, lat) for number, (minutes, lat) in enumerate(places)]
    found = options(stops, [crew(f"U{n}", lat) for n, lat in enumerate(units)], AT, is_happening=is_happening)
    assert sorted(each.stop.number for each in found) == list(range(len(stops)))
    assert [each.is_in_time for each in found] == sorted((each.is_in_time for each in found), reverse=True)
