"""The panels beside the log: THRIVE afresh, and the result with its references."""

import pytest
from django.urls import reverse

from lineside.incidents import commands, queries
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.triage import queries as assessments
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SUPERVISOR = (*CanIncident, *CanTriage)
OFFICER = tuple(right for right in SUPERVISOR if right != CanIncident.LOWER_IMMEDIATE)
CALM = {
    "thrive-threat": "past",
    "thrive-harm": "low",
    "thrive-risk": "unlikely",
    "thrive-investigation": "attend",
    "thrive-vulnerability": ["none"],
    "thrive-scene": "not_needed",
    "thrive-prevention": "given",
    "thrive-threat-text": "He has left by train",
}


@pytest.fixture
def officer(client, sign_in):
    sign_in(*OFFICER)
    return client


def send(client, name, incident, **facts):
    incident.refresh_from_db()
    asked = {"seen_version": incident.version, "seen_grade": incident.grade, **facts}
    answer = client.post(reverse(f"desks:control-{name}", args=[incident.id]), asked, headers=HTMX)
    return answer.status_code, answer.content.decode()


def test_a_grade_is_lowered_by_a_fresh_thrive_with_a_reason(officer):
    incident = make_incident("P")
    status, page = send(officer, "regrade", incident, **CALM, grade="S", reason="He has left")
    assert (status, "Graded." in page) == (200, True)
    incident.refresh_from_db()
    assert (incident.grade, incident.grade_reason) == ("S", "He has left")
    [assessment] = assessments.assessments(incident.id)
    assert (assessment.chosen_grade, assessment.answers["threat_text"]) == ("S", "He has left by train")


def test_the_panel_shows_what_was_answered_last_time_in_the_words_of_its_edition(officer):
    incident = make_incident("P")
    send(officer, "regrade", incident, **CALM, grade="S", reason="He has left")
    page = officer.get(reverse("desks:control-regrade", args=[incident.id]), headers=HTMX).content.decode()
    assert "Last time: Past. He has left by train" in page


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"grade": "S"}, "Say why the grade is being lowered."),
        ({"grade": "S", "reason": "calm", "thrive-harm": ""}, "Answer H (Harm)"),
        ({"grade": "Z", "reason": "calm"}, "That is not a grade in force."),
        ({"grade": "S", "reason": "bell\x07"}, "control characters"),
        ({"grade": "S", "reason": "x" * 2001}, "2000"),
        ({"grade": "S", "reason": "calm", "thrive-threat-text": "x" * 2001}, "2001 characters"),
    ],
)
def test_a_refused_thrive_keeps_every_answer_and_word(officer, facts, sentence):
    incident = make_incident("P")
    status, page = send(officer, "regrade", incident, **{**CALM, **facts})
    assert (status, sentence in page) == (422, True)
    assert 'value="past" checked' in page
    assert facts.get("thrive-threat-text", "He has left by train") in page
    assert facts.get("reason", "") in page
    incident.refresh_from_db()
    assert incident.grade == "P"
    assert not assessments.assessments(incident.id)


def test_an_immediate_is_lowered_by_a_supervisor_only(officer, client, sign_in):
    incident = make_incident("I")
    status, page = send(officer, "regrade", incident, **CALM, grade="P", reason="He has left")
    assert (status, "Only a supervisor" in page) == (403, True)
    sign_in(*SUPERVISOR, username="super")
    assert send(client, "regrade", incident, **CALM, grade="P", reason="He has left")[0] == 200


def test_somebody_elses_grade_meanwhile_is_seen_before_it_is_changed(officer):
    incident = make_incident("P")
    assessed_grade(incident, "I")
    status, page = send(officer, "regrade", incident, **CALM, grade="S", reason="He has left", seen_grade="P")
    assert (status, "Somebody else has graded it" in page, "He has left by train" in page) == (409, True, True)
    incident.refresh_from_db()
    assert incident.grade == "I"


def test_who_may_not_assess_opens_no_panel(client, sign_in):
    sign_in(CanIncident.VIEW, CanIncident.GRADE, CanIncident.LOG)
    assert client.get(reverse("desks:control-regrade", args=[make_incident("P").id])).status_code == 403


def test_the_result_panel_asks_for_references_and_keeps_what_was_given(officer):
    incident = make_incident("P")
    page = officer.get(reverse("desks:control-result", args=[incident.id]), headers=HTMX).content.decode()
    assert "Words of advice" in page
    assert 'name="reference-TRF"' in page
    assert 'name="reference-DUP"' not in page
    asked = {"closing_code": "ASB2", "result_codes": ["ADV", "TRF"]}
    status, page = send(officer, "result", incident, **asked)
    assert (status, "needs a reference" in page, page.count(" checked")) == (422, True, 2)
    status, page = send(officer, "result", incident, **asked, **{"reference-TRF": "WMP-44"})
    assert (status, "Resulted ASB2 ADV TRF." in page) == (200, True)
    incident.refresh_from_db()
    assert (incident.state, incident.result_references) == ("resulted", {"TRF": "WMP-44"})


def test_result_and_close_is_one_button(officer):
    incident = make_incident("P")
    page = send(officer, "result", incident, closing_code="ASB2", result_codes=["ADV"], close="yes")[1]
    assert "Resulted and closed." in page
    incident.refresh_from_db()
    assert incident.closed_at


@pytest.mark.parametrize(
    "facts",
    [
        {"closing_code": "ZZ", "result_codes": ["ADV"]},
        {"closing_code": "ASB2"},
        {"closing_code": "ASB2", "result_codes": ["<b>x</b>"]},
        {"closing_code": "ASB2", "result_codes": ["TRF"], "reference-TRF": "x" * 5000},
        {"closing_code": "ASB2" * 50, "result_codes": ["ADV"]},
    ],
)
def test_a_result_that_cannot_stand_is_refused_and_nothing_is_kept(officer, facts):
    incident = make_incident("P")
    status, page = send(officer, "result", incident, **facts)
    assert (status, 'role="alert"' in page) == (422, True)
    assert "<b>x</b>" not in page
    incident.refresh_from_db()
    assert incident.state == "graded"


def test_holds_are_listed_on_the_log_with_why_who_can_end_them_and_the_clock_of_the_crime(officer):
    incident = make_incident("P", opening_code="VIOL")
    commands.hold_closing(
        actor=OPERATOR, incident_id=incident.id, kind="unit_attached:BX12", why="BX12 is attached",
        released_how="the unit or control, by clearing it: /st BX12 2",
    )  # fmt: skip
    page = officer.get(reverse("desks:control-log", args=[incident.id]), headers=HTMX).content.decode()
    assert "Closing waits: a crime decision is owed." in page
    assert "Ended by a crime recorder" in page
    assert "Ended by the unit or control, by clearing it: /st BX12 2" in page
    assert 'title="record by' in page
    assert len(queries.holds(incident.id)) == 2
