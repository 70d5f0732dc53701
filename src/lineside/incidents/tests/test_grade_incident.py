"""Grading an incident."""

from datetime import timedelta

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.events import IncidentGraded
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, events_of

pytestmark = pytest.mark.django_db


def grade(incident, code, actor=OPERATOR, **facts):
    return commands.grade_incident(actor=actor, incident_id=incident.id, grade=code, **facts)


def test_it_grades_logs_audits_and_announces():
    incident = make_incident()
    graded = grade(incident, "I", reason="Knife seen", seen_version=incident.version)
    assert (graded.grade, graded.state) == ("I", "graded")
    assert graded.attend_by == graded.first_contact_at + timedelta(minutes=15)
    assert graded.editions["grades"] == "2026-04"
    assert queries.log(incident.id)[-1].text == "Graded Immediate ▲. Knife seen"
    assert audit_lines()[-1] == "incidents.grade_incident"
    assert events_of(IncidentGraded)[0].facts == {"incident_id": str(incident.id), "grade": "I", "was": ""}


def test_the_second_of_two_graders_is_told():
    incident = make_incident()
    grade(incident, "P", seen_version=incident.version)
    with pytest.raises(Stale):
        grade(incident, "I", seen_version=incident.version)


def test_lowering_without_a_reason_is_refused_and_nothing_changes():
    incident = make_incident(grade="P")
    with pytest.raises(RuleBroken, match="lowered"):
        grade(incident, "R")
    assert queries.incident(OPERATOR, incident.id).grade == "P"


def test_an_immediate_is_lowered_by_a_supervisor_only():
    incident = make_incident(grade="I")
    with pytest.raises(NotPermitted):
        grade(incident, "P", reason="Calm")
    assert (
        grade(incident, "P", actor=an_actor("incidents.grade", "incidents.lower_immediate"), reason="Calm").grade == "P"
    )
