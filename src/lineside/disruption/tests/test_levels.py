"""The disruption axis: proposed by what is on the log, decided by a person, and never a part of the grade."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.desks.clocks import ORDER, sort_of
from lineside.disruption import queries
from lineside.disruption.commands import decide_disruption
from lineside.disruption.reactions import look_at_all, propose_for_protection
from lineside.disruption.testing import DECIDER, make_level, make_stranded
from lineside.incidents import queries as incidents
from lineside.incidents.models import Incident
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.people.commands import book_on
from lineside.people.testing import PLANNER, make_duty, make_staff
from lineside.procedures.commands import note_scale
from lineside.procedures.testing import WORKER
from lineside.protection.events import ProtectionChanged
from lineside.protection.testing import make_in_force

pytestmark = pytest.mark.django_db
LEVELS = ("", "D0", "D1", "D2", "D3")


def lines(incident_id):
    return [line.text for line in incidents.log(incident_id)]


def level_on_board(incident_id):
    row = incidents.incident_row(incident_id)
    assert row
    return row.disruption


def proposed(row):
    propose_for_protection(ProtectionChanged(protection_id=row.id, incident_id=row.incident_id, state="in_force"))


def test_a_line_protection_proposes_and_a_person_decides_and_both_stand_in_the_log():
    row = make_in_force()
    proposed(row)
    level = queries.level_of(row.incident_id)
    assert level
    assert (level.proposed, level.decided) == ("D2", "")
    assert "Disruption D2 proposed: trains stopped by a line protection. It stands at: not decided." in lines(
        row.incident_id
    )
    assert level_on_board(row.incident_id) == ""
    decide_disruption(actor=DECIDER, incident_id=row.incident_id, level="D2")
    assert level_on_board(row.incident_id) == "D2"
    decided = incidents.log(row.incident_id)[-1]
    assert decided.by == "Robin Hale"
    assert decided.text.startswith("Disruption D2 Line blocked decided. Proposed was D2: trains stopped")


def test_what_is_proposed_is_told_once_and_again_when_it_is_over():
    row = make_stranded()
    look_at_all()
    for _ in range(3):
        proposed(row)
    assert [text for text in lines(row.incident_id) if "proposed" in text] == [
        "Disruption D1 proposed: a train is standing with people on board. It stands at: not decided."
    ]
    did = AuditLine.objects.filter(name="disruption.propose_disruption").count()
    proposed(row)
    assert AuditLine.objects.filter(name="disruption.propose_disruption").count() == did == 1


def test_minutes_of_delay_as_said_propose_a_stopped_route():
    incident = make_incident("P")
    note_scale(actor=WORKER, incident_id=incident.id, delay_minutes=600)
    assert queries.proposed_for(incident).words == "600 minutes of delay"
    assert queries.proposed_for(incident).level == "D3"


@pytest.mark.parametrize("grade", ["I", "P", "S", "R"])
@pytest.mark.parametrize("level", LEVELS[1:])
def test_no_level_of_disruption_changes_a_grade_or_a_clock_of_it(grade, level):
    incident = make_incident(grade)
    before = {name: getattr(Incident.objects.get(id=incident.id), name) for name in OF_THE_GRADE}
    make_level(level, incident_id=incident.id)
    assert {name: getattr(Incident.objects.get(id=incident.id), name) for name in OF_THE_GRADE} == before


OF_THE_GRADE = ("grade", "grade_reason", "dispatch_by", "attend_by", "assessed_at", "state", "waiting_since", "rung")


@given(*(st.tuples(st.sampled_from(ORDER), st.sampled_from(LEVELS)) for _ in range(2)))
def test_it_sorts_within_a_grade_and_never_across(one, other):
    first, second = (sort_of(a_row(*each)) for each in (one, other))
    if ORDER.index(one[0]) < ORDER.index(other[0]):
        assert first < second
    if one[0] == other[0] and (one[1] or "D0") > (other[1] or "D0"):
        assert first < second


def a_row(grade, level):
    return SimpleNamespace(
        grade=grade, rung=0, disruption=level, first_contact_at=datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    )


def test_the_board_has_the_order_of_the_desk():
    calm, blocked, grave = make_incident("P"), make_incident("P"), make_incident("I")
    make_level("D3", incident_id=blocked.id)
    found = [row.id for row in incidents.board(OPERATOR)]
    assert found == [grave.id, blocked.id, calm.id]
    rows = incidents.board(OPERATOR)
    assert sorted(rows, key=sort_of) == rows


def test_a_stopped_route_is_told_to_supervisors_by_name_once():
    duty = make_duty(make_staff("C2042", role="fcr_supervisor"))
    book_on(actor=PLANNER, duty_id=duty.id, at=now())
    incident = make_incident("P")
    for _ in range(2):
        make_level("D3", incident_id=incident.id)
    told = [text for text in lines(incident.id) if "supervisors told" in text]
    assert told == ["Disruption D3: supervisors told (Person C2042)."]
    assert [row.id for row in incidents.disrupting(OPERATOR)] == [incident.id]
    make_level("D2", incident_id=incident.id)
    assert incidents.disrupting(OPERATOR) == []


def test_nobody_decides_over_a_decision_that_they_have_not_seen():
    row = make_level("D2")
    with pytest.raises(Stale, match="Robin Hale has decided"):
        decide_disruption(actor=DECIDER, incident_id=row.incident_id, level="D0", reason="All clear", seen_level=0)
    seen = queries.level_seen(queries.level_of(row.incident_id))
    decide_disruption(actor=DECIDER, incident_id=row.incident_id, level="D0", reason="All clear", seen_level=seen)


def test_a_level_that_is_none_and_a_person_without_the_right_are_refused():
    incident = make_incident("P")
    with pytest.raises(RuleBroken, match="D0, D1, D2 or D3"):
        decide_disruption(actor=DECIDER, incident_id=incident.id, level="D7")
    with pytest.raises(NotPermitted):
        decide_disruption(actor=an_actor("incidents.view"), incident_id=incident.id, level="D1")


def test_grading_afresh_leaves_the_level_as_it_was_decided():
    incident = make_incident("P")
    make_level("D2", incident_id=incident.id)
    assessed_grade(incident, "I")
    assert level_on_board(incident.id) == "D2"
