"""Grading an incident."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from lineside.incidents import queries
from lineside.incidents.commands import grade_incident
from lineside.incidents.events import IncidentGraded
from lineside.incidents.testing import EVERYTHING, OPERATOR, assessed_grade, make_incident
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, audit_lines, events_of, round_trips

pytestmark = pytest.mark.django_db


def grade(incident, code, actor=OPERATOR, **facts):
    return assessed_grade(incident, code, actor, **facts)


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
        grade(
            incident,
            "P",
            actor=an_actor("incidents.view", "incidents.grade", "incidents.lower_immediate"),
            reason="Calm",
        ).grade
        == "P"
    )


def test_an_incident_that_nobody_assessed_stays_open():
    incident = make_incident()
    with pytest.raises(RuleBroken, match="THRIVE"):
        grade(incident, "P", assessment_id=None)
    assert queries.incident(OPERATOR, incident.id).state == "open"


def test_a_late_upgrade_can_be_overdue_at_once():
    incident = make_incident(grade="R", first_contact_at=now() - timedelta(hours=1))
    assert grade(incident, "I", assessment_id=None).attend_by < now()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "asked"), [("", 2), ("a key of the asker's own", 2)])
def test_grading_is_two_round_trips_from_begin_to_commit(key, asked):
    incident = make_incident()
    with round_trips() as trips:
        once(key, grade_incident, actor=OPERATOR, incident_id=incident.id, grade="P", assessment_id=uuid7())
    assert trips.count == asked


@pytest.mark.django_db
def test_who_may_not_see_an_incident_cannot_grade_it():
    incident = make_incident(is_restricted=True)
    for actor in (an_actor("incidents.view", "incidents.grade"), an_actor(*EVERYTHING, areas=frozenset({"B"}))):
        with pytest.raises(NotFound):
            grade(incident, "P", actor=actor)
    assert audit_lines("refused") == ["incidents.grade_incident"] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("people", [2, 8])
def test_of_many_who_grade_what_they_saw_at_once_one_is_heard_and_the_others_are_told(people):
    incident = make_incident(grade="R")
    told: list[str] = []

    def graded(code):
        try:
            grade(incident, code, reason=f"words of {code}", seen_version=incident.version)
            told.append("done")
        except Stale:
            told.append("stale")
        connection.close()

    threads = [Thread(target=graded, args=(code,)) for code in ("IPSR" * 2)[:people]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["done", *["stale"] * (people - 1)]
    kept = AuditLine.objects.filter(kind="refused", name="incidents.grade_incident")
    assert sum(line.facts["reason"].startswith("words of") for line in kept) == people - 1
