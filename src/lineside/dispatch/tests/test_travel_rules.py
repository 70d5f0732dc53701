"""The rules of how long a unit needs by road, on foot and by train, without a database."""

from datetime import date

import pytest

from lineside.dispatch.rules.railway import Edge, Network, Stop, edges_of, ride_minutes
from lineside.dispatch.rules.travel import by_road, crow_km, on_foot

DAY = date(2026, 11, 27)
ANA, BEE, CEE = (53.0, -1.0), (53.18, -1.0), (53.36, -1.0)  # 20 km apart
STOPS = [
    Stop(code=code, name=name, lat=at[0], lon=at[1])
    for code, name, at in (("ANA", "Ana", ANA), ("BEE", "Bee", BEE), ("CEE", "Cee", CEE))
]
EDGES = [Edge(kind="stopping", one="ANA", other="BEE", km=20), Edge(kind="stopping", one="BEE", other="CEE", km=20)]


def test_a_straight_line_is_measured_on_the_earth():
    assert crow_km((53.795, -1.547), (51.530, -0.123)) == pytest.approx(270, rel=0.02)  # Leeds to King's Cross


def test_the_road_is_longer_than_the_line_slower_in_the_peak_and_quicker_for_an_immediate_incident():
    calm, peak, urgent = by_road(10, 11, "P", DAY), by_road(10, 8, "P", DAY), by_road(10, 11, "I", DAY)
    assert calm.km == 13
    assert calm.minutes == pytest.approx(2 + 60 * (8 / 27 + 5 / 65))
    assert peak.minutes > calm.minutes > urgent.minutes
    assert calm.is_estimate


def test_nobody_is_asked_to_walk_far():
    near = on_foot(1.0, DAY)
    assert near is not None
    assert near.minutes == pytest.approx(15)
    assert on_foot(5.1, DAY) is None


def test_a_train_is_walked_to_waited_for_ridden_and_left():
    way = Network(STOPS, EDGES, DAY).by_train(ANA, CEE, 11, 150)
    ride = ride_minutes(EDGES[0], DAY)
    assert way is not None
    assert way.minutes == pytest.approx(3 + 11 + 2 * ride + 2)
    assert way.words == "by train from Ana to Cee"
    assert way.is_estimate


def test_no_train_runs_in_the_small_hours_and_none_is_looked_for_beyond_the_limit():
    network = Network(STOPS, EDGES, DAY)
    assert network.by_train(ANA, CEE, 2, 150) is None
    assert network.by_train(ANA, CEE, 11, 30) is None


def test_where_walking_is_all_there_is_no_train_is_named():
    assert Network(STOPS, EDGES, DAY).by_train((53.001, -1.0), ANA, 11, 150) is None


def test_to_change_lines_is_to_wait_again():
    lines = [
        Edge(kind="underground", one="ANA", other="BEE", line="Red", minutes=4),
        Edge(kind="underground", one="BEE", other="CEE", line="Blue", minutes=4),
    ]
    changed = Network(STOPS, lines, DAY).by_train(ANA, CEE, 11, 150)
    stayed = Network(STOPS, [lines[0], Edge(kind="underground", one="BEE", other="CEE", line="Red", minutes=4)], DAY)
    straight = stayed.by_train(ANA, CEE, 11, 150)
    assert changed is not None
    assert straight is not None
    assert changed.minutes - straight.minutes == 3


def test_rows_of_both_tables_are_read():
    tracks = [{"kind": "fast", "one": "A", "other": "B", "km": "12.5"}]
    tube = [{"line": "Red", "one": "C", "other": "D", "minutes": "3"}]
    assert [(each.kind, each.km, each.minutes) for each in edges_of(tracks, tube)] == [
        ("fast", 12.5, 0.0), ("underground", 0.0, 3.0)
    ]  # fmt: skip
