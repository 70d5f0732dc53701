"""Who sees, answers and raises an officer's emergency, and who does not."""

import pytest

from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.testing import an_actor, audit_lines
from lineside.officer_emergencies import queries
from lineside.officer_emergencies.commands import (
    Outcome,
    answer_emergency,
    raise_emergency,
    record_outcome,
    resolve_emergency,
)
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.officer_emergencies.testing import WORKING, make_emergency

pytestmark = pytest.mark.django_db
GENUINE = Outcome(outcome="genuine", words="Assaulted on platform 9")


def test_a_desk_of_another_area_sees_and_answers_none_of_it():
    emergency = make_emergency()
    far = an_actor(*WORKING, areas=frozenset({"C"}))
    assert queries.open_emergencies(far) == []
    with pytest.raises(NotFound):
        answer_emergency(actor=far, emergency_id=emergency.id)
    with pytest.raises(NotFound):
        queries.emergency(far, emergency.id)


def test_who_has_no_right_raises_answers_and_ends_none():
    emergency = make_emergency()
    stranger = an_actor("incidents.view")
    for deed in (
        lambda: raise_emergency(actor=stranger, source="desk"),
        lambda: answer_emergency(actor=stranger, emergency_id=emergency.id),
        lambda: record_outcome(actor=stranger, emergency_id=emergency.id, said=GENUINE),
        lambda: resolve_emergency(actor=stranger, emergency_id=emergency.id, words="x"),
        lambda: queries.open_emergencies(stranger),
    ):
        with pytest.raises(NotPermitted):
            deed()


def test_whoever_presses_needs_no_right_of_incidents_and_all_is_audited():
    officer = an_actor(CanOfficerEmergency.RAISE, name="PC Hale", areas=frozenset({"C"}))
    emergency = make_emergency(actor=officer, source="unit")
    assert emergency.incident.opened_by_name == "PC Hale"
    assert "officer_emergencies.raise_emergency" in audit_lines()
