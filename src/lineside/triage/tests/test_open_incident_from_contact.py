"""From a contact to a graded incident."""

import pytest

from lineside.contacts import queries as contacts
from lineside.contacts.commands import note_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message, make_taken_contact
from lineside.incidents import queries as incidents
from lineside.incidents.commands import Opening, cancel_incident
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.commands import once
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, audit_lines
from lineside.triage import commands, queries
from lineside.triage.permissions import CanTriage
from lineside.triage.tests.test_triage_rules import CALM

pytestmark = pytest.mark.django_db
HANDLER = an_actor(*CanTriage, *CanContact, *CanIncident, name="Priya Shah")
OPENING = Opening(summary="Shouting at staff", opening_code="ASB", place_text="Leeds", place_status="approximate")
ANSWERS = {**CALM, "threat": "present", "threat_text": "Still shouting"}


def opened(contact, **facts):
    asked = {"opening": OPENING, "answers": ANSWERS, "grade": "P", **facts}
    return commands.open_incident_from_contact(actor=HANDLER, contact_id=contact.id, **asked)


def test_it_assesses_opens_grades_links_and_resolves():
    contact = make_taken_contact(HANDLER)
    incident = opened(contact)
    assert (incident.grade, incident.state) == ("P", "graded")
    assert incident.first_contact_at == contact.opened_at
    assert contacts.contact(contact.id, HANDLER).disposition == "incident_opened"
    assert [row.id for row in queries.incidents_of(HANDLER, contact.id)] == [incident.id]
    assessment = queries.assessments(incident.id)[0]
    assert (assessment.proposed_grade, assessment.chosen_grade, assessment.edition) == ("P", "P", "2026-11")
    assert audit_lines()[-4:] == [
        "triage.open_incident_from_contact",
        "incidents.open_incident",
        "incidents.add_log_entry",
        "contacts.resolve_contact",
    ]


def test_a_refused_grade_leaves_nothing_half_done():
    contact = make_taken_contact(HANDLER)
    with pytest.raises(RuleBroken, match="say why R is enough"):
        opened(contact, grade="R")
    assert not Incident.objects.exists()
    assert contacts.contact(contact.id, HANDLER).state == "taken"


def test_the_same_request_twice_opens_one():
    contact = make_taken_contact(HANDLER)

    def sent():
        return once(
            "k",
            commands.open_incident_from_contact,
            actor=HANDLER,
            contact_id=contact.id,
            opening=OPENING,
            answers=ANSWERS,
            grade="P",
        )

    assert sent().id == sent().id
    assert Incident.objects.count() == 1


def test_it_needs_the_right():
    with pytest.raises(NotPermitted):
        commands.open_incident_from_contact(
            actor=an_actor(), contact_id=make_message().id, opening=OPENING, answers=ANSWERS, grade="P"
        )


def test_attaching_a_contact_says_so_in_the_log_and_resolves_it():
    contact, incident = make_taken_contact(HANDLER), make_incident()
    commands.attach_contact(actor=HANDLER, contact_id=contact.id, incident_id=incident.id)
    assert contact.reference in incidents.log(incident.id)[-1].text
    assert contacts.contact(contact.id, HANDLER).disposition == "attached_to_incident"
    assert [row.id for row in queries.incidents_of(HANDLER, contact.id)] == [incident.id]


def test_a_regrade_keeps_both_assessments():
    incident = commands.open_incident_from_desk(actor=HANDLER, opening=OPENING, answers=ANSWERS, grade="P")
    commands.regrade_incident(
        actor=HANDLER, incident_id=incident.id, answers={**ANSWERS, "harm": "life"}, grade="I", reason="Knife seen"
    )
    assert [each.chosen_grade for each in queries.assessments(incident.id)] == ["P", "I"]


def test_what_was_written_down_while_listening_is_in_the_log_with_its_time():
    contact = make_taken_contact(HANDLER)
    note_contact(actor=HANDLER, contact_id=contact.id, text="He has a knife")
    note_contact(actor=HANDLER, contact_id=contact.id, text="Blue coat")
    incident = opened(contact)
    (line,) = [line for line in incidents.log(incident.id) if line.kind == "contact"]
    assert line.text.startswith(f"{contact.reference}, Sam Porter: ")
    assert line.text.endswith("Blue coat")
    assert "He has a knife\n" in line.text


def test_a_contact_without_notes_is_in_the_log_with_what_it_is_about():
    incident = opened(make_taken_contact(HANDLER))
    (line,) = [line for line in incidents.log(incident.id) if line.kind == "contact"]
    assert "Bag left on the train" in line.text


def test_a_name_with_marks_that_turn_the_reading_round_keeps_no_incident_from_being_opened():
    opened(make_taken_contact(HANDLER, sender_name="\u2068Dai\x1b Rees\u2069"))
    incident = make_incident()
    attached = make_taken_contact(HANDLER, sender_name="\u2068Dai\x1b Rees\u2069")
    commands.attach_contact(actor=HANDLER, contact_id=attached.id, incident_id=incident.id)
    lines = [line.text for each in Incident.objects.all() for line in incidents.log(each.id)]
    assert sum(", Dai Rees" in line for line in lines) == 2


def test_a_contact_is_not_attached_to_a_closed_incident_and_stays_in_the_queue():
    incident = make_incident()
    cancel_incident(actor=OPERATOR, incident_id=incident.id, reason="Opened in error")
    contact = make_taken_contact(HANDLER)
    with pytest.raises(RuleBroken, match="is closed; open a new incident"):
        commands.attach_contact(actor=HANDLER, contact_id=contact.id, incident_id=incident.id)
    assert contacts.contact(contact.id, HANDLER).disposition == ""
