"""THRIVE that was due again and has not been done, as the supervisor sees it."""

from datetime import timedelta

import pytest

from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock
from lineside.triage.api import CALM
from lineside.triage.commands import regrade_incident
from lineside.triage.permissions import CanTriage
from lineside.triage.queries import overdue_reassessments

pytestmark = pytest.mark.django_db
SUPERVISOR = an_actor(*CanIncident, *CanTriage, name="Robin Vale")
LATER = timedelta(minutes=46)


def references(actor=SUPERVISOR):
    return [each.incident.reference for each in overdue_reassessments(actor)]


def test_what_is_due_again_and_not_done_is_listed_the_longest_overdue_first():
    priority, immediate = make_incident("P"), make_incident("I")
    make_incident("S")
    make_incident()
    assert references() == []
    with clock(now() + LATER):
        assert references() == [immediate.reference, priority.reference]


def test_judging_it_afresh_takes_it_off_the_list():
    incident = make_incident("P")
    with clock(now() + LATER):
        assert references() == [incident.reference]
        regrade_incident(
            actor=SUPERVISOR, incident_id=incident.id, answers=CALM, grade="P", seen_version=incident.version
        )
        assert references() == []


def test_a_restricted_incident_is_listed_only_for_who_may_see_it():
    make_incident("I", is_restricted=True)
    with clock(now() + LATER):
        assert len(references()) == 1
        assert references(an_actor(CanIncident.VIEW)) == []
