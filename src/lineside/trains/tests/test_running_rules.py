"""What a train does now follows from what stands of all that was told, in whatever order and however often."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineside.trains.rules import newest, read_darwin, read_trust
from lineside.trains.rules.calling import Point, Points
from lineside.trains.rules.running import running
from lineside.trains.rules.telling import newest_plans
from lineside.trains.testing import (
    ROUTE,
    activation,
    darwin_forecast,
    darwin_schedule,
    identity_of,
    movement,
    trust,
    wall_ms,
)

BEGINS = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
AT = {minutes: BEGINS + timedelta(minutes=minutes) for minutes in range(-60, 200)}


class Route(Points):
    def by_tpl(self, tpl):
        return next((Point(tpl=t, stanox=s, name=t) for t, s, _ in ROUTE if t == tpl), Point(tpl=tpl, name=tpl))

    def by_stanox(self, stanox):
        return next((Point(tpl=t, stanox=s, name=t) for t, s, _ in ROUTE if s == stanox), Point(tpl="", stanox=stanox))


def cancelled(stop, minutes, kind="EN ROUTE"):
    planned = BEGINS + timedelta(minutes=ROUTE[stop][2])
    body = {
        "loc_stanox": ROUTE[stop][1],
        "dep_timestamp": wall_ms(planned),
        "canx_type": kind,
        "canx_reason_code": "XA",
    }
    return trust("0002", AT[minutes], train_id=identity_of(BEGINS), **body)


def reinstated(stop, minutes):
    planned = BEGINS + timedelta(minutes=ROUTE[stop][2])
    body = {"loc_stanox": ROUTE[stop][1], "dep_timestamp": wall_ms(planned)}
    return trust("0005", AT[minutes], train_id=identity_of(BEGINS), **body)


def known(messages, at, *, planned=True):
    read = [read_darwin(darwin_schedule(BEGINS))] if planned else []
    read += [
        read_darwin(each) if isinstance(each, bytes) else read_trust(json.dumps(each).encode()) for each in messages
    ]
    assert not any(each.bad for each in read)
    plans = newest_plans([plan for each in read for plan in each.plans])
    told = newest(each for one in read for each in one.told)
    return running(plans[0].calls if plans else (), told.values(), Route(), at)


def names(calls):
    return [call.point.name for call in calls]


def test_a_train_of_which_nothing_was_heard_is_due_by_its_timetable():
    run = known([], AT[0])
    assert (run.sure, run.last, names(run.remaining)) == ("unheard", None, ["KNGX", "STEVNGE", "PBRO", "YORK"])
    assert run.remaining[1].forecast_arr == AT[18]
    assert run.remaining[1].forecast_by == "timetable"


def test_a_train_that_left_is_between_two_places_and_its_lateness_goes_on():
    run = known([movement(BEGINS, 0, late=7)], AT[10])
    assert (run.behind.point.name, run.ahead.point.name, run.is_standing) == ("KNGX", "STEVNGE", False)
    assert run.late == timedelta(minutes=7)
    assert run.remaining[0].forecast_arr == AT[25]
    assert run.remaining[0].forecast_by == "lateness"


def test_an_early_train_waits_for_its_time():
    run = known([movement(BEGINS, 1, late=-3)], AT[18])
    assert run.remaining[0].forecast_arr == AT[48]


def test_a_train_that_stands_still_calls_there():
    run = known([movement(BEGINS, 0), movement(BEGINS, 1, "ARRIVAL")], AT[18])
    assert run.is_standing
    assert names(run.remaining) == ["STEVNGE", "PBRO", "YORK"]
    assert run.remaining[0].platform == "1"


def test_darwin_s_forecast_goes_before_the_lateness():
    run = known([movement(BEGINS, 0, late=7), darwin_forecast(BEGINS, 1, 12, AT[8])], AT[10])
    assert run.remaining[0].forecast_arr == AT[30]
    assert (run.remaining[0].forecast_by, run.remaining[0].platform) == ("Darwin", "3")


def test_a_report_that_was_left_out_moves_nothing_back():
    run = known([movement(BEGINS, 0), movement(BEGINS, 2)], AT[51])
    assert names(run.remaining) == ["YORK"]


def test_a_late_correction_of_an_earlier_place_moves_no_train_back():
    again = movement(BEGINS, 0, late=2)
    again["header"]["msg_queue_timestamp"] = str(int(AT[60].timestamp() * 1000))
    run = known([movement(BEGINS, 0), movement(BEGINS, 1, late=4), again], AT[61])
    assert run.last.name == "STEVNGE"
    assert run.calls[0].left_at == AT[2]


def test_a_train_cancelled_on_its_way_comes_no_further_than_there():
    run = known([movement(BEGINS, 0), cancelled(1, 10)], AT[12])
    assert run.is_cancelled
    assert (names(run.remaining), run.cancelled_from, run.why) == (["STEVNGE"], "STEVNGE", "XA")


def test_a_train_cancelled_at_its_origin_calls_nowhere():
    run = known([cancelled(0, -10, "AT ORIGIN")], AT[0])
    assert (run.is_cancelled, run.remaining, run.is_over) == (True, (), True)


def test_a_train_reinstated_after_it_was_cancelled_calls_again():
    run = known([cancelled(1, 5), reinstated(1, 7), movement(BEGINS, 0)], AT[12])
    assert not run.is_cancelled
    assert names(run.remaining) == ["STEVNGE", "PBRO", "YORK"]


def test_a_train_whose_origin_changed_begins_there():
    later = trust("0006", AT[-10], train_id=identity_of(BEGINS), loc_stanox=ROUTE[1][1], dep_timestamp=wall_ms(AT[20]))
    assert names(known([later], AT[0]).remaining) == ["STEVNGE", "PBRO", "YORK"]


def test_a_train_that_terminated_is_over():
    run = known([movement(BEGINS, 3, "ARRIVAL", train_terminated="true")], AT[121])
    assert (run.is_over, run.remaining) == (True, ())


@pytest.mark.parametrize(("minutes", "sure"), [(1, "fresh"), (10, "likely"), (30, "overdue")])
def test_how_sure_its_place_is_falls_with_the_age_of_the_report(minutes, sure):
    assert known([movement(BEGINS, 0)], AT[minutes]).sure == sure


def test_an_overdue_report_says_since_when():
    assert known([movement(BEGINS, 0)], AT[30]).overdue_at == AT[18]


def test_a_train_whose_plan_nobody_told_is_where_it_was_reported():
    run = known([movement(BEGINS, 0), movement(BEGINS, 1, "ARRIVAL")], AT[19], planned=False)
    assert (run.last.name, names(run.calls)) == ("STEVNGE", ["KNGX", "STEVNGE"])


EVERYTHING = [
    activation(BEGINS),
    movement(BEGINS, 0, late=1),
    movement(BEGINS, 1, "ARRIVAL", late=4),
    movement(BEGINS, 1, late=5),
    cancelled(2, 22),
    reinstated(2, 24),
    darwin_forecast(BEGINS, 1, 3, AT[5]),
    darwin_forecast(BEGINS, 2, 3, AT[6]),
    darwin_forecast(BEGINS, 2, 9, AT[26]),
    darwin_forecast(BEGINS, 2, 9, AT[26], platform="4"),
]
IN_ORDER = known(EVERYTHING, AT[30])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=80)
@given(st.permutations(EVERYTHING), st.lists(st.sampled_from(EVERYTHING), max_size=12), st.randoms())
def test_any_order_and_any_repetition_give_the_same_train(shuffled, again, chance):
    whole = [*shuffled, *again]
    chance.shuffle(whole)
    assert known(whole, AT[30]) == IN_ORDER


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.lists(st.sampled_from(EVERYTHING), max_size=10), st.booleans())
def test_no_part_of_what_was_told_is_a_fault(messages, planned):
    run = known(messages, AT[30], planned=planned)
    assert all(call.number == place for place, call in enumerate(run.calls))
    assert not run.last or run.last.at <= AT[30]
