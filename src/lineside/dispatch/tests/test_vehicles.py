"""Vehicles as they are shown: on the road or not, by when, and which unit has one."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands, queries
from lineside.dispatch.commands import Outfit, VehicleFacts
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.testing import an_actor, clock

pytestmark = pytest.mark.django_db


def a_van(**facts):
    return commands.record_vehicle(
        actor=CONTROLLER, facts=VehicleFacts(**{"registration": "LX71 AAA", "kind": "van", **facts})
    )


def test_a_vehicle_off_the_road_says_why_and_by_when_and_when_that_is_past():
    van, back = a_van(), now() + timedelta(hours=4)
    commands.take_off_road(actor=CONTROLLER, vehicle_id=van.id, why="Clutch", until=back)
    row = queries.vehicle(CONTROLLER, van.id)
    assert (row.off_road_why, row.off_road_until, row.is_overdue) == ("Clutch", back, False)
    with clock(back + timedelta(minutes=1)):
        assert queries.vehicle(CONTROLLER, van.id).is_overdue


def test_by_when_it_is_back_lies_ahead():
    with pytest.raises(RuleBroken, match="ahead"):
        commands.take_off_road(actor=CONTROLLER, vehicle_id=a_van().id, why="Clutch", until=now())


def test_back_on_the_road_it_has_no_reason_left_and_is_not_put_back_twice():
    van = a_van()
    seen = commands.take_off_road(actor=CONTROLLER, vehicle_id=van.id, why="Clutch").version
    with pytest.raises(Stale):
        commands.put_on_road(actor=CONTROLLER, vehicle_id=van.id, seen_version=seen - 1)
    commands.put_on_road(actor=CONTROLLER, vehicle_id=van.id, seen_version=seen)
    assert queries.vehicle(CONTROLLER, van.id).off_road_at is None
    with pytest.raises(RuleBroken, match="already"):
        commands.put_on_road(actor=CONTROLLER, vehicle_id=van.id)


def test_the_unit_that_has_it_is_told_but_not_a_covert_one_to_who_may_not_know():
    van = a_van()
    outfit = Outfit(kind="pair", vehicle_id=van.id, is_covert=True)
    commands.book_on_unit(actor=CONTROLLER, call_sign="BX41", area="B", outfit=outfit)
    assert queries.vehicle(an_actor(*CanDispatch), van.id).unit == "BX41"
    assert queries.vehicle(an_actor(CanDispatch.VIEW), van.id).unit == ""


def test_a_vehicle_of_another_area_is_neither_written_down_nor_seen():
    here = an_actor(*CanDispatch, areas=frozenset({"B"}))
    with pytest.raises(RuleBroken, match="not one of yours"):
        commands.record_vehicle(actor=here, facts=VehicleFacts(registration="LX71 BBB", kind="van", area="C"))
    a_van(area="C")
    assert queries.vehicles(here) == []
