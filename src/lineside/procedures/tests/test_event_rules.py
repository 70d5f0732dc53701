"""What an operation order must say, and which log belongs to an event: rules alone."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.procedures.rules import EventPlan, LogFacts, belongs, check_plan, metres_away, tote

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
LEEDS = (53.795, -1.547)


def plan(**facts):
    asked = {"name": "Leeds v Hull", "starts_at": AT, "ends_at": AT + timedelta(hours=6), "stations": ("LDS",)}
    return EventPlan(**{**asked, **facts})


def test_an_order_is_kept_in_capitals_and_each_place_once():
    kept = check_plan(plan(stations=("lds", " LDS ", "hul"), headcodes=("1p45",), line="ecm1"), AT)
    assert (kept.stations, kept.headcodes, kept.line) == (("LDS", "HUL"), ("1P45",), "ECM1")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"ends_at": AT}, "ends_at"),
        ({"ends_at": AT + timedelta(days=32)}, "ends_at"),
        ({"starts_at": AT - timedelta(days=2), "ends_at": AT - timedelta(days=1)}, "ends_at"),
        ({"stations": ()}, "stations"),
        ({"stations": ("LEEDS",)}, "stations"),
        ({"headcodes": ("1P4",)}, "headcodes"),
        ({"line": "TOOLONG"}, "line"),
        ({"lat": 53.0}, "radius_m"),
        ({"lat": 10.0, "lon": 0.0, "radius_m": 500}, "lat"),
        ({"lat": 53.0, "lon": 0.0, "radius_m": 5}, "radius_m"),
        ({"silver": "x" * 501}, "silver"),
    ],
)
def test_an_order_that_says_too_little_or_what_cannot_be_is_refused_beside_its_field(facts, field):
    with pytest.raises(RuleBroken) as refused:
        check_plan(plan(**facts), AT)
    assert refused.value.field == field


PLACES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "station": ({"stations": ("LDS",)}, {"crs": "LDS"}),
    "train": ({"stations": (), "headcodes": ("1P45",)}, {"headcode": "1p45"}),
    "line": ({"stations": (), "line": "ECM1"}, {"line": "ECM1"}),
    "circle": (
        {"stations": (), "lat": LEEDS[0], "lon": LEEDS[1], "radius_m": 900},
        {"lat": LEEDS[0] + 0.005, "lon": LEEDS[1]},
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_log_belongs_by_its_place_within_the_time_and_at_no_other_time(place):
    of_event, of_log = PLACES[place]
    for minutes in range(-120, 600, 7):
        at = AT + timedelta(minutes=minutes)
        why = belongs(plan(**of_event), LogFacts(first_contact_at=at, **of_log))
        assert bool(why) is (0 <= minutes <= 360)


def test_a_log_of_no_place_of_the_event_never_belongs():
    """Property: whatever else the event names, a log elsewhere is not its."""
    elsewhere = LogFacts(first_contact_at=AT, crs="YRK", headcode="2Z99", line="WCM1", lat=51.5, lon=-0.1)
    nowhere = LogFacts(first_contact_at=AT)
    for (one, _), (other, _) in product(PLACES.values(), repeat=2):
        for log in (elsewhere, nowhere):
            assert belongs(plan(**{**one, **other}), log) == ""


def test_metres_are_those_of_the_ground():
    log = LogFacts(first_contact_at=AT, lat=LEEDS[0] + 0.01, lon=LEEDS[1])
    assert metres_away(plan(lat=LEEDS[0], lon=LEEDS[1], radius_m=900), log) == 1113


def test_a_tote_counts_logs_open_ones_crimes_and_each_result():
    logs = [(True, [], 0), (False, ["ARR", "EJT"], 1), (False, ["ARR"], 2)]
    counted = dict(tote(logs, {"ARR": "Arrest", "EJT": "Ejected", "ADV": "Words of advice"}))
    assert counted == {
        "logs": 3, "open": 1, "crimes recorded": 3, "Arrest": 2, "Ejected": 1, "Words of advice": 0,
    }  # fmt: skip


def test_a_tote_never_counts_more_open_logs_than_logs():
    """Property over every mixture of three logs."""
    for mixture in product((True, False), repeat=3):
        counted = dict(tote(((each, [], 0) for each in mixture), {}))
        assert counted["open"] == sum(mixture) <= counted["logs"] == 3
