"""What a unit says of itself: by its time, in its area, and never so that it strands."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lineside.dispatch import commands, queries
from lineside.dispatch.models import Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents import queries as incidents
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.testing import an_actor, clock

pytestmark = pytest.mark.django_db
OF_AREA_C = an_actor(*CanDispatch, "incidents.view", name="Robin Marsh", areas=frozenset({"C"}))
LEEDS = (53.79, -1.54)


def sent_five_minutes_after_booking_on():
    with clock(now() - timedelta(minutes=10)):
        unit, incident = make_unit(), make_incident(grade="P")
    with clock(now() - timedelta(minutes=5)):
        commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    return unit, incident


@pytest.mark.parametrize("number", [2, 5, 6])
def test_what_it_said_before_it_was_sent_moves_nothing_here(number):
    unit, incident = sent_five_minutes_after_booking_on()
    before = now() - timedelta(minutes=7)
    commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=number, at=before)
    assert queries.deployed_to(incident.id) == ("BX12",)
    assert incidents.incident(OPERATOR, incident.id).state == "assigned"
    assert incidents.log(incident.id)[-1].event_at == before


def test_it_does_not_go_off_duty_while_it_is_assigned():
    unit, _ = sent_five_minutes_after_booking_on()
    with pytest.raises(RuleBroken, match="clear it before it goes off duty"):
        commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=11)
    assert Unit.objects.get(id=unit.id).is_on_duty
    commands.clear_unit(actor=CONTROLLER, unit_id=unit.id)
    assert not commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=11).is_on_duty


ACTS: dict[str, Callable[[Unit], Any]] = {
    "assign": lambda unit: commands.assign_unit(actor=OF_AREA_C, unit_id=unit.id, incident_id=make_incident().id),
    "state": lambda unit: commands.record_state(actor=OF_AREA_C, unit_id=unit.id, state=5),
    "clear": lambda unit: commands.clear_unit(actor=OF_AREA_C, unit_id=unit.id),
    "book off": lambda unit: commands.book_off_unit(actor=OF_AREA_C, unit_id=unit.id),
    "position": lambda unit: commands.record_position(actor=OF_AREA_C, unit_id=unit.id, lat=LEEDS[0], lon=LEEDS[1]),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_unit_of_another_area_is_not_there(act):
    unit = make_unit(area="B")
    with pytest.raises(NotFound, match="no such unit"):
        ACTS[act](unit)
    with pytest.raises(NotFound):
        queries.unit_by_call_sign(OF_AREA_C, "BX12")


@pytest.mark.parametrize("area", ["C", ""])
def test_a_unit_of_ones_own_area_or_of_none_is(area):
    unit = make_unit(area=area)
    assert ACTS["state"](unit).state == 5
    assert queries.unit_by_call_sign(OF_AREA_C, "bx12").id == unit.id


@pytest.mark.parametrize(("at", "words"), [(now().replace(tzinfo=None), "offset"), (None, "has not come yet")])
def test_a_time_without_offset_or_to_come_is_refused_for_states_and_positions(at, words):
    unit = make_unit()
    at = at or now() + timedelta(minutes=3)
    with pytest.raises(RuleBroken, match=words):
        commands.record_position(actor=CONTROLLER, unit_id=unit.id, at=at, lat=LEEDS[0], lon=LEEDS[1])
    with pytest.raises(RuleBroken, match=words):
        commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=5, at=at)
    assert Unit.objects.get(id=unit.id).position_at is None
