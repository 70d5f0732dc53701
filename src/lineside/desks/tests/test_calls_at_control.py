"""Calls at the control desk: they ring there, are taken there, and a log is opened there with the same questions."""

import pytest
from django.urls import reverse

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call, make_message
from lineside.desks.rows import render
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.pole.permissions import CanPole
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
OFFICER = (*CanIncident, *CanDispatch, *CanTriage, CanGazetteer.LOCATE, CanPole.LOOK_UP,
           CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE)  # fmt: skip
THRIVE = {
    "thrive-threat": "present",
    "thrive-threat-text": "Still shouting",
    "thrive-harm": "low",
    "thrive-risk": "possible",
    "thrive-risk-text": "Next train soon",
    "thrive-investigation": "attend",
    "thrive-vulnerability": ["staff"],
    "thrive-vulnerability-text": "Guard alone",
    "thrive-scene": "not_needed",
    "thrive-prevention": "given",
}


@pytest.fixture
def officer(client, sign_in):
    sign_in(*OFFICER)
    return client


@pytest.fixture
def ringing():
    return make_call(line_type="SIGNALLER", number="0113 496 0000", name="Leeds signal box")


def post(client, name, *keys, **facts):
    return client.post(reverse(f"desks:{name}", args=[str(key) for key in keys]), facts, headers=HTMX)


def opening(contact, **facts):
    asked = {
        "place_text": "leeds p8",
        "place_status": "confirmed",
        "opening_code": "ASB",
        "summary": "Staff shouted at",
    }
    return {**asked, **THRIVE, "seen_version": contact.version, "key": "open", **facts}


def test_a_call_of_staff_rings_at_control_and_one_of_the_public_does_not(officer, ringing):
    make_call(line_type="PUBLIC_FREEPHONE", name="Robin Vale")
    make_message(sender_name="Sam Porter")
    page = officer.get("/control/calls/").content.decode()
    assert "Leeds signal box" in page
    assert "Robin Vale" not in page
    assert "Sam Porter" not in page


def test_its_row_is_pushed_and_taken_away_when_it_is_resolved(ringing):
    row = next(row for row in render(f"contact:{ringing.id}") if row.list == "calls")
    assert ("ringing" in row.html, row.gone, row.needs) == (True, False, CanContact.VIEW)
    public = make_call(line_type="PUBLIC_FREEPHONE")
    assert next(row for row in render(f"contact:{public.id}") if row.list == "calls").gone


def test_it_is_taken_and_its_log_opened_with_the_same_thrive_place_and_duplicates(officer, ringing):
    shown = officer.get(reverse("desks:control-call", args=[ringing.id]), headers=HTMX).content.decode()
    assert "THRIVE" not in shown
    taken = post(officer, "call-take", ringing.id, seen_version=ringing.version, key="take").content.decode()
    assert "THRIVE" in taken
    ringing.refresh_from_db()
    answer = post(officer, "call-open", ringing.id, **opening(ringing))
    incident = Incident.objects.get()
    assert answer["HX-Push-Url"] == reverse("desks:control-log", args=[incident.id])
    assert "Staff shouted at" in answer.content.decode()
    ringing.refresh_from_db()
    assert (ringing.state, ringing.disposition) == ("resolved", "incident_opened")
    assert (incident.first_contact_at, incident.desk) == (ringing.opened_at, "control")


def test_a_refused_opening_keeps_the_call_and_every_word(officer, ringing):
    post(officer, "call-take", ringing.id, seen_version=ringing.version, key="take")
    ringing.refresh_from_db()
    answer = post(officer, "call-open", ringing.id, **opening(ringing, place_text="nowhere at all"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nowhere at all" in page
    assert 'value="present" checked' in page
    assert "Proposed" in page
    assert not Incident.objects.exists()


def test_it_joins_an_incident_that_is_there_already_and_its_log_follows(officer, ringing):
    incident = make_incident("P")
    post(officer, "call-take", ringing.id, seen_version=ringing.version, key="take")
    ringing.refresh_from_db()
    offered = post(officer, "duplicates", **opening(ringing, contact_id=str(ringing.id), at_control="yes"))
    assert reverse("desks:call-attach", args=[ringing.id, incident.id]) in offered.content.decode()
    answer = post(officer, "call-attach", ringing.id, incident.id, seen_version=ringing.version, key="join")
    assert "Another contact" in answer.content.decode()
    assert Contact.objects.get(id=ringing.id).disposition == "attached_to_incident"


def test_who_reaches_for_it_second_is_told_who_has_it(officer, client, sign_in, ringing):
    post(officer, "call-take", ringing.id, seen_version=ringing.version, key="one")
    sign_in(*OFFICER, username="second")
    answer = post(client, "call-take", ringing.id, seen_version=ringing.version, key="two")
    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_the_whole_desk_opens_at_a_call(officer, ringing):
    page = officer.get(reverse("desks:control-call", args=[ringing.id])).content.decode()
    assert "Leeds signal box" in page
    assert "Incidents" in page


def test_without_sight_of_contacts_no_call_is_shown(client, sign_in, ringing):
    sign_in(CanIncident.VIEW)
    assert client.get("/control/calls/").status_code == 403
    assert "Calls that ring here" not in client.get("/control/").content.decode()
