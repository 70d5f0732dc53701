"""Units as they stood at a moment."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from lineside.dispatch import queries
from lineside.dispatch.commands import assign_unit, clear_unit, record_position, record_state
from lineside.dispatch.models import Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.formerly.queries import changed_at
from lineside.incidents.testing import make_incident
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db(transaction=True)


def moment():
    return datetime.now(UTC)


def only(at, actor=CONTROLLER):
    [unit] = queries.units_as_they_were(actor, at)
    return unit.call_sign, unit.state, unit.incident_reference


def test_a_unit_is_read_with_its_state_and_where_it_was_sent_at_each_moment():
    before = moment()
    unit, incident = make_unit("BX12"), make_incident("I")
    free = moment()
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    record_state(actor=CONTROLLER, unit_id=unit.id, state=6)
    there = moment()
    clear_unit(actor=CONTROLLER, unit_id=unit.id)
    assert queries.units_as_they_were(CONTROLLER, before) == []
    assert only(free) == ("BX12", 1, "")
    assert only(there) == ("BX12", 6, incident.reference)
    assert queries.deployed_at(there) == {incident.id: ("BX12",)}
    assert only(moment()) == ("BX12", 2, "")
    assert queries.deployed_at(moment()) == {}


def test_of_a_restricted_incident_only_that_there_was_one_is_told():
    unit, incident = make_unit("BX12"), make_incident("I", is_restricted=True)
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    assert only(moment())[2] == "a restricted incident"
    may = an_actor(*CanDispatch, "incidents.view", "incidents.view_restricted")
    assert only(moment(), may)[2] == incident.reference


def test_positions_which_come_every_few_seconds_are_not_kept_here():
    unit = make_unit("BX12")
    before = len(changed_at(Unit, unit.id))
    record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.53, lon=-0.12)
    assert len(changed_at(Unit, unit.id)) == before


def test_where_a_covert_unit_was_is_not_told_to_who_may_not_know_even_when_it_is_covert_no_more():
    unit, incident = make_unit("BX12"), make_incident("I")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        Unit.objects.update(is_covert=True)
    covert = moment()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        Unit.objects.update(is_covert=False)
    plain = an_actor("dispatch.view", "incidents.view")
    assert only(covert, plain) == ("BX12", 1, "")
    assert queries.units_as_they_were(plain, covert)[0].is_hidden
    assert only(covert)[2] == incident.reference
    assert queries.deployed_at(covert) == {}
    assert queries.deployed_at(moment()) == {incident.id: ("BX12",)}
