"""Giving the result: references kept, words of the edition, and a crime that nobody decided on."""

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.events import ClosingHeld
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.testing import events_of

pytestmark = pytest.mark.django_db


def result(incident, closing, *codes, **facts):
    return commands.result_incident(
        actor=OPERATOR, incident_id=incident.id, closing_code=closing, result_codes=codes, **facts
    )


def test_it_keeps_codes_references_and_editions_and_says_them_in_words():
    done = result(make_incident(grade="P"), "ASB2", "ADV", "TRF", "ADV", references={"TRF": "WMP-4411"})
    assert (done.state, done.closing_code, done.result_codes) == ("resulted", "ASB2", ["ADV", "TRF"])
    assert done.result_references == {"TRF": "WMP-4411"}
    assert done.editions["result_codes"] == "2026-04"
    assert done.editions["closing"] == "2011-04"
    assert "Words of advice (ADV), Transferred to a force or agency (TRF WMP-4411)" in queries.log(done.id)[-1].text


def test_without_the_reference_nothing_is_kept():
    incident = make_incident(grade="P")
    with pytest.raises(RuleBroken, match="needs a reference"):
        result(incident, "ASB2", "TRF")
    assert queries.incident(OPERATOR, incident.id).result_codes == []


def test_a_result_as_crime_makes_closing_wait_for_the_crime_decision():
    incident = make_incident(grade="P")
    result(incident, "CRIME", "ARR")
    [hold] = queries.holds(incident.id)
    assert (hold.kind, hold.why) == ("crime_decision", "a crime decision is owed")
    assert "crime recorder" in hold.released_how
    assert f"crime:{incident.id}" in events_of(ClosingHeld)[0].topics
    with pytest.raises(RuleBroken, match="crime decision is owed"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id)


def test_a_crime_noted_on_it_is_its_reference_and_ends_the_hold():
    incident = make_incident(grade="P", opening_code="VIOL")
    commands.note_crime(
        actor=OPERATOR, incident_id=incident.id, reference="260000123", text="Crime 260000123 recorded."
    )
    assert queries.holds(incident.id) == []
    assert result(incident, "CRIME", "CR", "ARR").result_references == {"CR": "260000123"}
    assert commands.close_incident(actor=OPERATOR, incident_id=incident.id).state == "closed"


def test_no_crime_decided_it_does_not_close_as_a_crime():
    incident = make_incident(grade="P", opening_code="VIOL")
    result(incident, "CRIME", "ADV")
    commands.release_hold(actor=OPERATOR, incident_id=incident.id, kind="crime_decision", reason="Not a crime")
    with pytest.raises(RuleBroken, match="none is recorded on it"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id)


def test_the_second_of_two_who_result_it_is_told():
    incident = make_incident(grade="P")
    result(incident, "ASB2", "ADV", seen_version=incident.version)
    with pytest.raises(Stale):
        result(incident, "ASB1", "NFA", seen_version=incident.version)
