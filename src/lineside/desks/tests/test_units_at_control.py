"""Units at the control desk: booked on by keys, in detail, and never sent past a warning; the officers' own page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lineside.access.queries import actor_of
from lineside.desks.rows import render
from lineside.dispatch import queries
from lineside.dispatch.commands import Outfit, assign_unit, book_on_unit, fit_out_unit
from lineside.dispatch.models import CrewMember, Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, PHOTO, make_unit
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.keys import uuid7
from lineside.people.testing import make_staff
from lineside.pole.testing import make_marker

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NUMBER = "07700900456"


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def desk(client, sign_in):
    sign_in(*CanDispatch, *CanIncident)
    return client


def post(client, name, args=(), **fields):
    return client.post(reverse(f"desks:{name}", args=args), fields, headers=HTMX)


def typed(desk, incident, text):
    return post(desk, "control-line", [incident.id], text=text, key=str(uuid7())).content.decode()


def test_a_unit_is_booked_on_with_its_crew_by_one_line_and_off_by_another(desk):
    make_staff("C1042")
    incident = make_incident("P")
    assert "BX77 is booked on" in typed(desk, incident, "/book bx77 c1042")
    unit = Unit.objects.get(call_sign="BX77")
    assert (unit.kind, unit.crew) == ("single", "Person C1042")
    assert "BX77 is booked off" in typed(desk, incident, "/book off BX77")
    assert not CrewMember.objects.filter(unit=unit, left_at=None).exists()
    assert "collar number C9999" in typed(desk, incident, "/book BX77 C9999")


def test_where_a_warning_stands_the_line_opens_the_panel_and_the_unit_goes_once_it_is_ticked(desk):
    marker = make_marker(NUMBER, code="weapons")
    incident, unit = make_incident("P", informant_number=NUMBER), make_unit("BX12")
    page = typed(desk, incident, "/u BX12")
    assert "Warnings at" in page
    assert queries.deployed_to(incident.id) == ()
    refused = post(desk, "control-send", [incident.id], units="BX12")
    assert refused.status_code == 422
    assert "Tick it before BX12 is sent" in refused.content.decode()
    post(desk, "control-send", [incident.id], units="BX12", warnings=str(marker.id))
    assert queries.deployed_to(incident.id) == ("BX12",)
    assert queries.messages_to(unit.id, incident.id)[0].warnings


def test_the_sheet_of_a_unit_takes_all_well_with_who_said_so_and_refuses_it_without(desk):
    unit, incident = make_unit("BX12"), make_incident("P")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    assert post(desk, "unit-well", [unit.id], by="").status_code == 422
    assert "begins anew" in post(desk, "unit-well", [unit.id], by="PC Hale").content.decode()
    assert "all well, said PC Hale" in incidents.log(incident.id)[-1].text


def test_a_covert_unit_is_pushed_to_nobody_as_it_is():
    unit = make_unit("BX12")
    fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=Outfit(is_covert=True))
    assert render(f"unit:{unit.id}")[0].restricted


@pytest.fixture
def page_of_officer(client, sign_in):
    """An officer who is signed in, in the crew of a unit that was sent."""
    actor = actor_of(sign_in(CanDispatch.CREW))
    staff = make_staff("C2001", role="officer", account_id=actor.id)
    outfit = Outfit(kind="single", members=(staff.id,), driver_id=staff.id)
    unit = book_on_unit(actor=CONTROLLER, call_sign="BX44", area="B", outfit=outfit)
    incident = make_incident("P", summary="Man with a knife on platform nine")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    return client, unit, incident


def test_the_page_shows_my_job_and_each_press_is_done_once(page_of_officer):
    client, unit, incident = page_of_officer
    page = client.get(reverse("desks:own-unit")).content.decode()
    assert "Man with a knife" in page
    assert "geo:53.79500,-1.54700" in page
    key = str(uuid7())
    for _ in range(2):
        assert post(client, "own-state", unit_id=str(unit.id), state="5", key=key).status_code == 200
    lines = [line.text for line in incidents.log(incident.id)]
    assert lines.count("BX44: 5 En route.") == 1
    for _ in range(2):
        post(client, "own-line", incident_id=str(incident.id), text="Knife recovered", key="k")
    assert [line.text for line in incidents.log(incident.id)].count("BX44: Knife recovered") == 1


def test_a_photo_arrives_once_and_what_is_none_is_refused_in_a_sentence(page_of_officer):
    client, _, incident = page_of_officer
    for _ in range(2):
        picture = SimpleUploadedFile("p9.jpg", PHOTO, "image/jpeg")
        assert post(client, "own-photo", incident_id=str(incident.id), photo=picture, key="p").status_code == 200
    assert len(queries.photos_of(incident.id)) == 1
    page = SimpleUploadedFile("p9.jpg", b"<html>", "image/jpeg")
    refused = post(client, "own-photo", incident_id=str(incident.id), photo=page, key="q")
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert refused.content.decode().startswith("That is no photo")


@pytest.mark.parametrize("name", ["own-state", "own-line", "own-step", "own-photo"])
@pytest.mark.parametrize(
    "fields", [{}, {"unit_id": "x"}, {"incident_id": "\x00", "text": "a" * 9000}, {"state": "9" * 30}]
)
def test_what_is_no_press_of_the_page_is_refused_and_breaks_nothing(page_of_officer, name, fields):
    client, _, _ = page_of_officer
    answer = post(client, name, **fields)
    assert answer.status_code == 422
    assert "<" not in answer.content.decode()
