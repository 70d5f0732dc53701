"""The rules of who to send, without a database: points, skills, combinations, duty, reasons."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lineside.dispatch.rules.candidates import Candidate, Scene, Way, need_of, trust_of
from lineside.dispatch.rules.recommending import advise

DAY = date(2026, 11, 27)
AT = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
LEEDS = Scene(name="Leeds", lat=53.795, lon=-1.547, at=AT, hour=11, area="C", post="Leeds")
ANY = need_of("P", "ASB", (), (), DAY)


def unit(sign, number, minutes=10, **facts):
    """Of two officers at York, two minutes' drive off unless told otherwise; its minutes stand in its longitude."""
    first = {"state": 2, "state_label": "On patrol", "dispatchable_for": "IPS", "officers": 2, "area": "C"}
    where = {"lat": 53.795, "lon": -1.547 + number / 1000, "post": f"Post {number}"}
    made = Candidate(id=UUID(int=number), call_sign=sign, **{**first, **where, **facts})
    MINUTES[made.id] = minutes
    return made


MINUTES: dict[UUID, float] = {}


def by_table(each):
    return Way(minutes=MINUTES[each.id], mode="road", words="by road")


def asked(*units, need=ANY):
    # Each post has a second unit, so that no point for an uncovered post is in what a test is not about.
    return advise(units, LEEDS, need, by_table, DAY)


def pair(number, **facts):
    """Two units of one post: neither is the last there."""
    return [
        unit(f"CX{number}", number, post="Pair", **facts),
        unit(f"CX{number + 1}", number + 1, post="Pair", **facts),
    ]


def signs(advice):
    return [each.call_signs for each in advice.best]


def test_who_is_there_sooner_comes_first():
    assert signs(asked(*pair(10, minutes=9), unit("CX20", 20, minutes=4, post="Pair"))) == [
        ("CX20",),
        ("CX10",),
        ("CX11",),
    ]


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ({"state": 7, "dispatchable_for": "IP"}, 3),
        ({"area": "B"}, 5),
        ({"post": "Alone"}, 8),
        ({"knows_site": True}, -2),
        ({"trust": "stale", "position_age_s": 300.0}, 1),
        ({"trust": "old", "position_age_s": 1200.0}, 3),
        ({"trust": "post"}, 3),
    ],
)
def test_each_point_of_the_table_counts_as_minutes_and_is_said(facts, points):
    given = {"post": "Pair", **facts}
    advice = asked(*pair(10), unit("CX30", 30, minutes=10, **given))
    (one,) = [each for each in advice.best if each.call_signs == ("CX30",)]
    assert one.score == 10 + points
    assert any(f"({points:+d})" in line for line in one.why)


def test_the_post_of_the_scene_is_not_uncovered_by_going_there():
    (one,) = asked(unit("CX1", 1, post="Leeds")).best
    assert one.score == 10


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"state": 8, "state_label": "Committed, not deployable", "dispatchable_for": ""}, "is in state 8 Committed"),
        ({"state": 4, "state_label": "Refreshments", "dispatchable_for": "I"}, "not sent to a priority incident"),
        ({"ring_fenced": "the football at Elland Road"}, "is kept for the football at Elland Road."),
        ({"duty_until": AT + timedelta(minutes=39)}, "goes off duty at 11:39"),
        ({"deployed": True}, "has been sent to another incident already."),
        ({"lat": None}, "has no position"),
    ],
)
def test_who_may_not_go_is_left_out_with_the_reason(facts, why):
    advice = asked(unit("CX1", 1, **facts))
    assert advice.best == ()
    assert why in advice.left_out[0].why
    assert advice.left_out[0].why.startswith("CX1 ")


def test_duty_that_ends_half_an_hour_after_arrival_is_enough():
    assert signs(asked(unit("CX1", 1, duty_until=AT + timedelta(minutes=40)))) == [("CX1",)]


def test_refreshments_end_for_an_immediate_incident():
    immediate = need_of("I", "ASB", (), (), DAY)
    assert signs(asked(unit("CX1", 1, state=4, dispatchable_for="I"), need=immediate)) == [("CX1",)]


@pytest.mark.parametrize("marker", ["VI", "WE", "violent", "weapons"])
def test_a_marker_of_violence_or_weapons_asks_for_two_officers(marker):
    need = need_of("P", "ASB", (marker,), (), DAY)
    advice = asked(unit("CX1", 1, officers=1), unit("CX2", 2, officers=2), need=need)
    assert signs(advice)[0] == ("CX2",)
    assert "only one officer" in advice.left_out[0].why


def test_two_that_are_alone_make_two_officers():
    need = need_of("P", "WEAPON", (), (), DAY)
    advice = asked(unit("CX1", 1, minutes=5, officers=1), unit("CX2", 2, minutes=9, officers=1), need=need)
    assert signs(advice) == [("CX1", "CX2")]
    assert advice.best[0].minutes == 9


def test_a_line_search_wants_a_dog_and_somebody_who_may_go_on_the_track():
    need = need_of("P", "ASB", (), ("LINE-SEARCH",), DAY)
    dog = unit("CD1", 1, minutes=20, officers=1, skills=frozenset({"DOG-GP"}))
    track = unit("CX2", 2, minutes=6, skills=frozenset({"TRACK-PTS"}))
    plain = unit("CX3", 3, minutes=2)
    assert signs(asked(dog, track, plain, need=need)) == [("CX2", "CD1")]


def test_nobody_is_added_whom_the_others_do_not_need():
    need = need_of("P", "ASB", (), ("DOG-GP",), DAY)
    both = unit("CD1", 1, skills=frozenset({"DOG-GP"}))
    assert signs(asked(both, unit("CX2", 2), need=need)) == [("CD1",)]


def test_the_nearest_that_is_not_first_is_named_with_the_reason():
    advice = asked(unit("CX1", 1, minutes=12, post="Pair"), *pair(40, minutes=5))
    assert advice.nearest.startswith(
        "Nearest in a straight line is CX1, 0.1 km off, but it would be there in 12 minutes"
    )
    left = asked(unit("CX1", 1, ring_fenced="the royal train"), *pair(40))
    assert left.nearest.endswith("CX1, 0.1 km off, but it is kept for the royal train.")
    assert asked(*pair(40)).nearest == ""


def test_only_five_are_shown_and_always_in_the_same_order():
    units = [unit(f"CX{10 + each}", 10 + each, post="Pair") for each in range(8)]
    assert signs(asked(*units)) == signs(asked(*reversed(units))) == [(f"CX{each}",) for each in range(10, 15)]


def test_the_local_force_is_proposed_when_it_is_more_than_ten_minutes_sooner():
    immediate = need_of("I", "ASB", (), (), DAY)
    assert asked(*pair(10, minutes=22), need=immediate).mutual_aid == ""
    assert "12 minutes, 11 before our first" in asked(*pair(10, minutes=23), need=immediate).mutual_aid
    assert "Nobody of ours can go" in asked(need=immediate).mutual_aid
    assert asked(need=replace(immediate, grade="S")).mutual_aid == ""


@pytest.mark.parametrize(("seconds", "trust"), [(119, "now"), (120, "stale"), (599, "stale"), (600, "old")])
def test_a_position_is_grey_after_two_minutes_and_hollow_after_ten(seconds, trust):
    assert trust_of(AT - timedelta(seconds=seconds), AT, has_post=True, on=DAY) == trust


def test_without_a_position_the_post_is_said_or_nothing():
    assert [trust_of(None, AT, has_post=known, on=DAY) for known in (True, False)] == ["post", ""]
