"""Markers: warnings, safe contact and the staged policy for repeat callers, each with the day of its review."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.pole.commands import lift_marker, place_marker
from lineside.pole.events import MarkerLifted, MarkerPlaced
from lineside.pole.models import Marker
from lineside.pole.permissions import CanPole
from lineside.pole.queries import marker, markers_on
from lineside.pole.rules import MarkerFacts, check_marker

NUMBER = "+447700900123"
WORDS = "Rings most nights about the same neighbour; no danger so far."
TODAY = date(2026, 11, 26)


def facts(code="caller_noted", **changes):
    return MarkerFacts(**{"code": code, "known_by": "phone", "value": "07700 900123", "words": WORDS} | changes)


@pytest.fixture
def supervisor(db):
    return an_actor(CanPole.MARK, CanPole.LOOK_UP)


def test_a_stage_of_the_caller_policy_follows_the_one_before():
    with pytest.raises(RuleBroken, match="stage 1"):
        check_marker(facts("caller_plan"), (), TODAY)
    assert check_marker(facts("caller_plan"), {"caller_noted"}, TODAY) == date(2026, 12, 24)


@pytest.mark.parametrize("review_on", [TODAY, date(2026, 12, 25), date(2020, 1, 1)])
def test_a_review_is_neither_past_nor_put_off_too_long(review_on):
    with pytest.raises(RuleBroken, match="Review it after today"):
        check_marker(facts(review_on=review_on), (), TODAY)


@pytest.mark.parametrize(
    "wrong",
    [{"code": "nonsense"}, {"value": "withheld"}, {"known_by": "pigeon"}, {"words": "bad"}, {"words": "x" * 3000}],
)
def test_what_nobody_could_act_on_is_refused(wrong):
    with pytest.raises(RuleBroken):
        check_marker(facts(**wrong), (), TODAY)


def test_it_stands_on_the_number_however_the_number_is_written(supervisor):
    place_marker(actor=supervisor, marker=facts())
    [row] = markers_on(supervisor, [NUMBER], "contact C-1")
    assert (row.label[:21], row.words, row.is_due) == ("Repeat caller, stage ", WORDS, False)
    assert AuditLine.objects.filter(name="pole.markers_on", why="contact C-1").count() == 1
    assert len(events_of(MarkerPlaced)) == 1


def test_the_gravest_comes_first(supervisor):
    place_marker(actor=supervisor, marker=facts())
    place_marker(actor=supervisor, marker=facts("unsafe_contact"))
    assert [row.code for row in markers_on(supervisor, [NUMBER], "contact C-1")] == ["unsafe_contact", "caller_noted"]


def test_the_same_marker_does_not_stand_twice(supervisor):
    place_marker(actor=supervisor, marker=facts())
    with pytest.raises(RuleBroken, match="stands already"):
        place_marker(actor=supervisor, marker=facts())


def test_a_review_that_is_due_is_said(supervisor):
    place_marker(actor=supervisor, marker=facts())
    with clock(now() + timedelta(days=28)):
        assert markers_on(supervisor, [NUMBER], "contact C-1")[0].is_due


def test_a_lifted_marker_is_read_as_lifted_with_who_and_why(supervisor):
    row = place_marker(actor=supervisor, marker=facts())
    assert marker(supervisor, row.id).lifted_at is None
    lift_marker(actor=supervisor, marker_id=row.id, why="Nothing for three months.", seen_version=0)
    with clock(now() + timedelta(days=400)):
        found = marker(supervisor, row.id)
    assert found.lifted_at
    assert (found.lifted_by, found.lifted_why) == ("Alex Reed", "Nothing for three months.")
    assert not found.is_due


def test_a_lifted_marker_stands_no_more_and_stays_on_record(supervisor):
    row = place_marker(actor=supervisor, marker=facts())
    lift_marker(actor=supervisor, marker_id=row.id, why="Nothing for three months.", seen_version=0)
    assert markers_on(supervisor, [NUMBER], "contact C-1") == []
    assert Marker.objects.get().lifted_why == "Nothing for three months."
    assert len(events_of(MarkerLifted)) == 1
    with pytest.raises(RuleBroken, match="lifted already"):
        lift_marker(actor=supervisor, marker_id=row.id, why="Nothing for three months.", seen_version=1)


def test_the_second_of_two_supervisors_is_told(supervisor):
    row = place_marker(actor=supervisor, marker=facts())
    with pytest.raises(Stale):
        lift_marker(actor=supervisor, marker_id=row.id, why="Nothing for three months.", seen_version=7)


def test_a_handler_reads_markers_and_places_none(supervisor):
    handler = an_actor(CanPole.LOOK_UP)
    with pytest.raises(NotPermitted):
        place_marker(actor=handler, marker=facts())
    assert markers_on(handler, [NUMBER], "contact C-1") == []


@pytest.mark.django_db(transaction=True)
def test_two_who_place_one_marker_in_one_instant_are_one_marker_and_a_sentence():
    placer, ready = an_actor(*CanPole), Barrier(4)

    def place(_):
        try:
            ready.wait(20)
            return place_marker(actor=placer, marker=facts()).code
        except RuleBroken as broken:
            return broken.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(place, range(4)))
    assert Marker.objects.count() == 1
    assert told.count("caller_noted") == 1
    assert all("placed this marker" in said or "stands already" in said for said in told if said != "caller_noted")
