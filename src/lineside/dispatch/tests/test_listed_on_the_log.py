"""A unit is listed on the log that it is sent to, once for each time, and stays listed as having been there."""

import pytest
from django.db import connection, transaction

from lineside.dispatch import commands
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.queries import parties_since
from lineside.incidents.testing import make_incident
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db


def listed(incident):
    return [(each.kind, each.sign, each.left_at is None) for each in parties_since(incident.id, incident.opened_at)]


def test_it_is_listed_when_it_is_sent_and_has_left_when_it_is_cleared_and_comes_again_as_another():
    unit, incident = make_unit(), make_incident("P")
    for _ in range(2):
        commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
        commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
        assert listed(incident)[-1] == ("unit", "BX12", True)
        commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=2)
    assert listed(incident) == [("unit", "BX12", False)] * 2


def test_a_covert_unit_is_a_party_under_a_word_that_is_not_its_call_sign():
    unit = make_unit("BX15")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        type(unit).objects.filter(pk=unit.pk).update(is_covert=True)
    incident = make_incident("P")
    commands.assign_unit(actor=an_actor(*CanDispatch, "incidents.view"), unit_id=unit.id, incident_id=incident.id)
    assert listed(incident) == [("unit", f"COVERT-{unit.id.hex[-4:].upper()}", True)]
