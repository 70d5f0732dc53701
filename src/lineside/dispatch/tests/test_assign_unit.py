"""Sending a unit, and what it says of itself."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands, queries
from lineside.dispatch.events import UnitAssigned
from lineside.dispatch.models import Deployment
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents import queries as incidents
from lineside.incidents.commands import close_incident, result_incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, events_of


def assign(unit, incident):
    return commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)


def state(unit, number, at=None):
    return commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=number, at=at)


@pytest.mark.django_db
def test_it_assigns_logs_holds_and_announces():
    unit, incident = make_unit(), make_incident(grade="P")
    assign(unit, incident)
    seen = incidents.incident(OPERATOR, incident.id)
    assert seen.state == "assigned"
    assert seen.first_assigned_at
    assert incidents.log(incident.id)[-1].text == "BX12 assigned."
    assert [hold.why for hold in incidents.holds(incident.id)] == ["BX12 is attached"]
    assert queries.deployed_to(incident.id) == ("BX12",)
    assert len(events_of(UnitAssigned)) == 1


@pytest.mark.django_db
def test_mobile_at_scene_and_clear_move_the_incident_and_let_it_close():
    unit, incident = make_unit(), make_incident(grade="P")
    assign(unit, incident)
    for number, expected in ((5, "mobile"), (6, "on_scene")):
        state(unit, number)
        assert incidents.incident(OPERATOR, incident.id).state == expected
    result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))
    with pytest.raises(RuleBroken, match="BX12 is attached"):
        close_incident(actor=OPERATOR, incident_id=incident.id)
    state(unit, 2)
    assert queries.deployed_to(incident.id) == ()
    assert close_incident(actor=OPERATOR, incident_id=incident.id).state == "closed"


@pytest.mark.django_db
def test_a_second_incident_is_refused_and_told_of_the_first():
    unit, first, second = make_unit(), make_incident(), make_incident()
    assign(unit, first)
    with pytest.raises(RuleBroken, match=first.reference):
        assign(unit, second)
    assert assign(unit, first).incident_id == first.id
    assert Deployment.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_state_is_in_the_log_and_changes_nothing():
    unit, incident = make_unit(), make_incident()
    assign(unit, incident)
    assert state(unit, 977).state == 1
    assert incidents.log(incident.id)[-1].text == "BX12: 977 Unknown state 977."


@pytest.mark.django_db
def test_a_state_that_arrives_late_is_logged_with_its_time_and_takes_nothing_back():
    unit, incident = make_unit(), make_incident()
    assign(unit, incident)
    state(unit, 6)
    late = now() - timedelta(minutes=1)
    assert state(unit, 2, at=late).state == 6
    assert incidents.log(incident.id)[-1].event_at == late
    assert queries.deployed_to(incident.id) == ("BX12",)


@pytest.mark.django_db
def test_without_the_right_nobody_is_sent():
    with pytest.raises(NotPermitted):
        commands.assign_unit(actor=an_actor(), unit_id=make_unit().id, incident_id=make_incident().id)


@pytest.mark.django_db
def test_the_nearest_free_units_come_first():
    near, far = make_unit("BX12"), make_unit("BX13")
    commands.record_position(actor=CONTROLLER, unit_id=near.id, lat=53.79, lon=-1.54)
    commands.record_position(actor=CONTROLLER, unit_id=far.id, lat=51.53, lon=-0.12)
    assert [row.call_sign for row in queries.nearest_free(CONTROLLER, 53.795, -1.547)] == ["BX12", "BX13"]


@pytest.mark.django_db
def test_where_a_unit_is_on_a_restricted_incident_only_those_who_may_see_it_learn():
    unit, incident = make_unit(), make_incident(grade="P", is_restricted=True)
    commands.assign_unit(actor=an_actor(*CanDispatch, *CanIncident), unit_id=unit.id, incident_id=incident.id)
    outsider, insider = an_actor(*CanDispatch), an_actor(*CanDispatch, CanIncident.VIEW_RESTRICTED)
    (hidden,), (shown,), live = (
        queries.units_on_duty(outsider),
        queries.units_on_duty(insider),
        queries.unit_row(unit.id),
    )
    assert live is not None
    assert [(row.incident_id, row.incident_reference) for row in (hidden, live)] == [(None, ""), (None, "")]
    assert (shown.incident_id, shown.incident_reference) == (incident.id, incident.reference)
    assert not any(row.is_free for row in (hidden, shown, live))
    with pytest.raises(RuleBroken) as refused:
        commands.assign_unit(actor=outsider, unit_id=unit.id, incident_id=make_incident().id)
    assert incident.reference not in str(refused.value)
