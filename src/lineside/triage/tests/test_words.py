"""Words that are owed or copied, as they stand with the incident."""

from dataclasses import replace

import pytest

from lineside.contacts.testing import make_taken_contact
from lineside.incidents import queries as incidents
from lineside.incidents.models import Incident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.triage import commands, queries
from lineside.triage.tests.test_open_incident_from_contact import ANSWERS, HANDLER, OPENING, opened
from lineside.triage.tests.test_triage_api import ask
from lineside.triage.tests.test_triage_rules import CALM

pytestmark = pytest.mark.django_db
WORDLESS = {**CALM, "threat": "immediate", "harm": "life"}
LONG = {**ANSWERS, "threat_text": "He shouts at the guard by gate 4"}


def at_desk(answers, grade="", actor=HANDLER):
    return commands.open_incident_from_desk(actor=actor, opening=OPENING, answers=answers, grade=grade)


def remarks(incident):
    return queries.remarks_of(queries.assessments(incident.id)[-1])


def test_without_its_words_a_priority_is_not_opened_and_nothing_is_half_done():
    contact = make_taken_contact(HANDLER)
    with pytest.raises(RuleBroken, match="Say in words why, at least 2 each: Threat"):
        opened(contact, answers={**CALM, "threat": "present"})
    assert not Incident.objects.exists()


def test_an_immediate_goes_at_once_and_its_words_are_owed_until_a_fresh_thrive_says_them():
    incident = at_desk(WORDLESS)
    assert incident.grade == "I"
    assert remarks(incident) == ("Words owed: Threat, Harm.",)
    assert incidents.log(incident.id)[-1].text == "Words owed: Threat, Harm."
    said = {**WORDLESS, "threat_text": "Holds a knife", "harm_text": "Within reach of passengers"}
    commands.regrade_incident(actor=HANDLER, incident_id=incident.id, answers=said, grade="I", seen_version=None)
    assert remarks(incident) == ()


def test_words_of_the_same_incident_again_are_flagged_and_taken():
    incident = at_desk(LONG)
    commands.regrade_incident(actor=HANDLER, incident_id=incident.id, answers=LONG, grade="P")
    assert [queries.words_repeated(each) for each in queries.assessments(incident.id)] == [(), ("Threat",)]
    assert "The same words as in an earlier assessment: Threat." in incidents.log(incident.id)[-1].text


def test_words_of_the_same_persons_last_log_are_flagged_and_another_persons_are_not():
    at_desk(LONG)
    other = replace(HANDLER, name="Lee Marsh", id=uuid7())
    assert remarks(at_desk(LONG)) == ("The same words as in an earlier assessment: Threat.",)
    assert remarks(at_desk(LONG, actor=other)) == ()


def test_the_api_tells_both():
    incident = at_desk({**WORDLESS, "threat_text": "He shouts at the guard by gate 4"})
    at_desk(LONG)
    [assessment] = ask("GET", f"incidents/{incident.id}/assessments")[1]["items"]
    assert (assessment["words_owed"], assessment["words_repeated"]) == (["Harm"], [])
