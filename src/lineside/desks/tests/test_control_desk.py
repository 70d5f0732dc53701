"""The control desk as a browser sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lineside.desks.rows import render
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import make_unit
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CONTROLLER = (*(right for right in CanIncident if right != CanIncident.VIEW_RESTRICTED), *CanDispatch)


@pytest.fixture
def controller(client, sign_in):
    sign_in(*CONTROLLER)
    return client


def write(client, incident, text, **facts):
    path = reverse("desks:control-line", args=[incident.id])
    incident.refresh_from_db()
    return client.post(path, {"text": text, "seen_version": incident.version, **facts}, headers=HTMX)


def test_the_board_shows_incidents_and_units(controller):
    make_incident("I")
    make_unit("BX12")
    page = controller.get("/control/").content.decode()
    assert "Two people shouting" in page
    assert "BX12" in page


def test_the_boards_first_page_costs_the_same_however_many_incidents(controller):
    for _ in range(12):
        make_incident("P")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        controller.get("/control/")
    assert len(queries) <= 10, [query["sql"][:90] for query in queries]


def test_a_plain_line_is_added_once_however_often_it_is_sent(controller):
    incident = make_incident("P")
    for _ in range(2):
        assert write(controller, incident, "Caller on platform 2", key="one").status_code == 200
    assert incident.log.filter(text="Caller on platform 2").count() == 1


def test_a_line_written_offline_keeps_its_true_time(controller):
    incident = make_incident("P")
    write(controller, incident, "Seen earlier", key="x", event_at=incident.opened_at.isoformat())
    assert incident.log.get(text="Seen earlier").event_at == incident.opened_at


def test_units_are_sent_and_states_recorded_from_the_line(controller):
    incident = make_incident("I")
    make_unit("BX12")
    assert write(controller, incident, "/u bx12").status_code == 200
    assert write(controller, incident, "/st BX12 6").status_code == 200
    incident.refresh_from_db()
    assert incident.state == "on_scene"


def test_an_unknown_unit_is_refused_and_what_was_typed_stays(controller):
    incident = make_incident("I")
    answer = write(controller, incident, "/u ZZ99")
    assert answer.status_code in (404, 422)
    assert "/u ZZ99" in answer.content.decode()


def test_a_grade_on_a_record_that_changed_shows_both_texts(controller):
    incident = make_incident("P")
    answer = write(controller, incident, "/g i knife seen", seen_version=0)
    assert answer.status_code == 409
    assert "/g i knife seen" in answer.content.decode()
    assert "The record says now" in answer.content.decode()


def test_an_incident_that_one_may_not_see_is_not_there(controller):
    incident = make_incident("P", is_restricted=True)
    assert controller.get(reverse("desks:control-log", args=[incident.id])).status_code == 404


def test_the_full_page_shows_the_log(controller):
    incident = make_incident("P")
    assert "Opened: Two people" in controller.get(f"/incidents/{incident.reference}/").content.decode()


def test_the_search_box_finds_todays_log_by_its_number(controller):
    incident = make_incident("P")
    assert incident.reference in controller.get("/find/", {"q": str(incident.serial)})["Location"]
    assert "99999" in controller.get("/find/", {"q": "99999"}).content.decode()


def test_a_call_from_staff_is_opened_at_the_control_desk_with_the_same_questions(client, sign_in):
    sign_in(*CONTROLLER, *CanTriage, CanGazetteer.LOCATE)
    shown = client.get("/control/new/").content.decode()
    assert "THRIVE" in shown
    assert "Open the log <kbd>" in shown
    assert "pass to control" not in shown
    facts = {
        "key": "new",
        "place_text": "kgx p9",
        "place_status": "confirmed",
        "opening_code": "ASB",
        "summary": "Staff being shouted at",
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
    for _ in range(2):
        answer = client.post("/control/new/", facts, headers=HTMX)
        assert answer.status_code == 200
        assert "Staff being shouted at" in answer.content.decode()
    assert Incident.objects.count() == 1


def test_a_row_is_rendered_for_the_live_stream_with_who_may_see_it():
    incident = make_incident("I", is_restricted=True)
    board, state = render(f"incident:{incident.id}")
    assert board.restricted
    assert board.needs == CanIncident.VIEW_RESTRICTED
    assert state.id == f"incident-state-{incident.id}"
    assert render(f"log:{incident.id}")[0].list == f"log-{incident.id}"
    assert render(f"crime:{incident.id}")[0].gone
    assert render(f"unit:{make_unit().id}")[0].list == "units"
