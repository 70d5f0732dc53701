"""What a kind of incident asks: kept with its edition, told in the log, read afterwards."""

from datetime import timedelta

import pytest

from lineside.incidents import queries as incidents
from lineside.incidents.commands import Opening
from lineside.incidents.models import Incident
from lineside.kernel.errors import RuleBroken
from lineside.triage import commands, queries
from lineside.triage.models import Assessment
from lineside.triage.tests.test_kinds_rules import ABUSE, HOT
from lineside.triage.tests.test_open_incident_from_contact import HANDLER
from lineside.triage.tests.test_triage_api import ask
from lineside.triage.tests.test_triage_rules import CALM

pytestmark = pytest.mark.django_db
OPENING = Opening(summary="A bag by the bins", opening_code="UNATT", place_text="Leeds", place_status="approximate")


def opened(answers, grade=""):
    return commands.open_incident_from_desk(actor=HANDLER, opening=OPENING, answers={**CALM, **answers}, grade=grade)


def test_the_answers_propose_the_grade_and_stand_in_the_log():
    incident = opened({**HOT, "hot_hidden": "yes", "hot_obvious": "not_asked"})
    assert incident.grade == "I"
    (line,) = [line for line in incidents.log(incident.id) if line.kind == "assessment"]
    assert "Hidden: Yes" in line.text
    assert "Obviously suspicious: Not asked" in line.text
    assessment = queries.assessments(incident.id)[0]
    assert (assessment.kinds, assessment.reasons[0]) == ("2026-11b", "The item is hidden")
    assert queries.gaps_of(assessment) == ("Obviously suspicious: not asked",)


def test_without_them_nothing_is_opened():
    with pytest.raises(RuleBroken, match="Answer HOT"):
        opened({})
    assert not Incident.objects.exists()


def test_a_fresh_thrive_that_finds_more_asks_more():
    incident = opened(HOT)
    found = {**CALM, **HOT, "vulnerability": ["domestic_abuse"], "vulnerability_text": "By her husband"}
    with pytest.raises(RuleBroken, match="Answer Domestic abuse"):
        commands.regrade_incident(actor=HANDLER, incident_id=incident.id, answers=found, grade="")
    again = commands.regrade_incident(
        actor=HANDLER, incident_id=incident.id, answers={**found, **ABUSE}, grade="", seen_version=incident.version
    )
    assert again.last_line.startswith("HOT")
    assert [each.answers.get("da_tool") for each in queries.assessments(incident.id)] == [None, "to_do"]


def test_an_assessment_made_before_the_edition_reads_as_it_was_made():
    incident = opened(HOT)
    old = Assessment.objects.get(incident=incident)
    old.kinds, old.answers = "", CALM
    assert set(queries.in_words(old)) == set(CALM)
    assert queries.gaps_of(old) == ()


def test_thrive_is_due_again_from_the_latest_one_and_never_after_the_end():
    incident = opened({**HOT, "hot_hidden": "yes"})
    row = incidents.as_row(incident)
    assert row.assessed_at
    assert queries.reassess_by(row) == row.assessed_at + timedelta(minutes=15)
    incident.closed_at = row.assessed_at
    assert queries.reassess_by(incidents.as_row(incident)) is None


def test_the_api_tells_what_a_kind_asks_and_the_gaps_of_an_assessment():
    items = ask("GET", "triage/questions", query="opening_code=UNATT")[1]["items"]
    assert [each["code"] for each in items if each["about"]] == ["hot_hidden", "hot_obvious", "hot_typical"]
    incident = opened({**HOT, "hot_hidden": "not_known"})
    [assessment] = ask("GET", f"incidents/{incident.id}/assessments")[1]["items"]
    assert (assessment["kinds"], assessment["gaps"]) == ("2026-11b", ["Hidden: not known"])
