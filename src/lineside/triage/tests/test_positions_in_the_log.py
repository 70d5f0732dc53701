"""What was told of where a caller is stands in the log of the incident; the incident's place stays a person's word."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call, until_somebody_waits
from lineside.incidents import queries as incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.models import EventRecord
from lineside.kernel.testing import an_actor
from lineside.kernel.worker import react_to
from lineside.triage import commands
from lineside.triage.tests.test_open_incident_from_contact import HANDLER, opened
from lineside.whereabouts.commands import ask_operator, record_operator_answer
from lineside.whereabouts.permissions import CanWhereabouts
from lineside.whereabouts.testing import make_fix

pytestmark = pytest.mark.django_db
HEARD = ("whereabouts.CallerLocated", "whereabouts.OperatorAnswered")


def positions(incident) -> list[str]:
    return [line.text for line in incidents.log(incident.id) if line.kind == "position"]


def test_the_sharpest_position_is_a_line_of_the_log_and_not_the_place():
    call = make_call("answered", line_type="999_BT")
    make_fix(uncertainty_m=9.0)
    make_fix(uncertainty_m=1500.0, source="CELL", way="EISEC", lat=53.8)
    incident = opened(call)
    (line,) = positions(incident)
    assert line == (
        f"{call.reference}, where the caller is, sharpest of 2 told: 53.79490,-1.54770 ± 9 m; AML, the handset itself"
    )
    assert incident.place_text == "Leeds"


def test_a_call_that_joins_an_incident_brings_its_position_and_its_warning():
    call = make_call("answered", line_type="999_BT")
    make_fix(lat=None, lon=None, way="EISEC", source="VOIP", address={"postcode": "LS1 0AA"}, warnings=("voip",))
    incident = make_incident(actor=HANDLER)
    commands.attach_contact(actor=HANDLER, contact_id=call.id, incident_id=incident.id)
    (line,) = positions(incident)
    assert "LS1 0AA; EISEC, registered address. Internet telephone" in line


def test_a_call_of_which_no_position_was_told_says_nothing_of_it():
    assert positions(opened(make_call("answered"))) == []


def react():
    """What the worker does with each event that somebody listens to."""
    for record in EventRecord.objects.filter(
        name__in=["whereabouts.CallerLocated", "whereabouts.OperatorAnswered"]
    ).order_by("id"):
        react_to(record.id)


def test_a_position_that_comes_after_the_incident_was_opened_goes_into_its_log_once():
    call = make_call("answered", line_type="999_BT")
    make_fix(uncertainty_m=1500.0, source="CELL", way="EISEC")
    incident = opened(call)
    make_fix(uncertainty_m=9.0, lat=53.8)
    react()
    react()
    first, later = positions(incident)
    assert "sharpest of 1 told" in first
    assert later == (
        f"{call.reference}, where the caller is, told later: 53.80000,-1.54770 ± 9 m; AML, the handset itself"
    )
    assert incidents.incident(HANDLER, incident.id).place_text == "Leeds"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("joins", [False, True])
def test_a_position_that_is_being_added_while_the_call_becomes_an_incident_is_in_its_log(joins):
    call, is_adding = make_call("answered", line_type="999_BT"), Event()
    other = make_incident(actor=HANDLER) if joins else None

    def add():
        with transaction.atomic():
            Contact.objects.select_for_update().get(pk=call.pk)  # as a call's moment that brings its place does
            make_fix()
            is_adding.set()
            until_somebody_waits()
        connection.close()

    adding = Thread(target=add)
    adding.start()
    assert is_adding.wait(10)
    if other:
        commands.attach_contact(actor=HANDLER, contact_id=call.id, incident_id=other.id)
    incident = other or opened(call)
    adding.join(10)
    assert len(positions(incident)) == 1
    react()
    assert len(positions(incident)) == 1


def test_a_later_position_is_told_in_the_log_that_a_call_has_joined():
    call = make_call("answered", line_type="999_BT")
    other = make_incident(actor=HANDLER)
    commands.attach_contact(actor=HANDLER, contact_id=call.id, incident_id=other.id)
    make_fix()
    react()
    assert len(positions(other)) == 1


def test_a_position_of_a_call_that_became_no_incident_is_told_in_no_log():
    make_call("answered", line_type="999_BT")
    other = make_incident(actor=HANDLER)
    make_fix()
    react()
    assert positions(other) == []


def test_announcing_a_position_leaves_a_job_for_the_log_in_every_process():
    make_call("answered", line_type="999_BT")
    make_fix()
    record = EventRecord.objects.get(name="whereabouts.CallerLocated")
    assert ProcrastinateJob.objects.filter(task_name="kernel.react", args__event_id=str(record.id)).count() == 1


def test_what_the_operator_told_of_a_lost_caller_goes_into_the_log():
    call = make_call("answered", line_type="999_BT")
    incident = opened(call)
    enquirer = an_actor(CanContact.VIEW, *CanWhereabouts, name="Priya Shah")
    asked = ask_operator(actor=enquirer, contact_id=call.id, asked_of="network", why="The line went dead")
    record_operator_answer(actor=enquirer, operator_enquiry_id=asked.id, outcome="told", told="A flat in LS1 0AA")
    react()
    react()
    said = [line.text for line in incidents.log(incident.id) if "999 enquiry" in line.text]
    asked_of = "999 enquiry of +447700900123 with the caller's network operator by Priya Shah"
    assert said == [f"{call.reference}, {asked_of}: The line went dead. Told who or where. A flat in LS1 0AA"]
