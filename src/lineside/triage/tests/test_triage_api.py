"""The API of triage, asked without the site around it."""

import json

import pytest
from django.test import RequestFactory
from ninja import NinjaAPI

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.incidents.permissions import CanIncident
from lineside.kernel.errors import Refusal
from lineside.kernel.testing import an_actor
from lineside.triage.api import router
from lineside.triage.permissions import CanTriage
from lineside.triage.tests.test_triage_rules import CALM

pytestmark = pytest.mark.django_db
EVERYBODY = an_actor(*CanTriage, *CanContact, *CanIncident, name="Priya Shah")
api = NinjaAPI(urls_namespace="triage-test")
api.add_router("", router)
ASKED = {
    "opening": {"summary": "Shouting", "opening_code": "ASB"},
    "answers": {**CALM, "threat": "present", "threat_text": "Still shouting"},
}


@api.exception_handler(Refusal)
def refused(request, refusal):
    return api.create_response(request, {"detail": refusal.sentence}, status=refusal.status)


def ask(method, path, body=None, actor=EVERYBODY, query="", **headers):
    request = RequestFactory().generic(
        method, f"/{path}?{query}", json.dumps(body or {}), content_type="application/json", headers=headers
    )
    request.actor = actor  # type: ignore[attr-defined]
    for route in api._get_urls():
        if match := route.resolve(path):
            answer = match.func(request, *match.args, **match.kwargs)
            return answer.status_code, json.loads(answer.content), answer
    raise AssertionError(path)


def test_the_questions_in_force_are_listed():
    assert "".join(each["letter"] for each in ask("GET", "triage/questions")[1]["items"]) == "TLHRIVESP"


def test_a_grade_is_proposed_with_its_reasons():
    assert ask("POST", "triage/proposal", {"answers": {"line": "on_track"}})[1]["grade"] == "I"


def test_a_contact_becomes_an_incident_with_the_proposed_grade_once():
    contact = make_taken_contact(EVERYBODY)
    sent = {"If-Match": f'"{contact.version}"', "Idempotency-Key": "k"}
    first = ask("POST", f"contacts/{contact.id}/incident", ASKED, **sent)
    assert (first[0], first[1]["grade"]) == (201, "P")
    assert ask("POST", f"contacts/{contact.id}/incident", ASKED, **sent)[1]["id"] == first[1]["id"]
    assert ask("POST", f"contacts/{contact.id}/incident", ASKED, **{"If-Match": sent["If-Match"]})[0] == 409


def test_a_lower_grade_comes_with_a_fresh_assessment_and_both_are_kept():
    incident = ask("POST", "triage/incidents", ASKED)[1]
    path = f"incidents/{incident['id']}"
    lower = {"answers": CALM, "grade": "R", "reason": "They have left"}
    assert ask("POST", f"{path}/regrade", lower, **{"If-Match": f'"{incident["version"]}"'})[1]["grade"] == "R"
    kept = ask("GET", f"{path}/assessments")[1]["items"]
    assert [(each["proposed_grade"], each["chosen_grade"]) for each in kept] == [("P", "P"), ("R", "R")]


def test_a_stale_regrade_keeps_no_half():
    incident = ask("POST", "triage/incidents", ASKED)[1]
    path = f"incidents/{incident['id']}"
    assert ask("POST", f"{path}/regrade", ASKED, **{"If-Match": '"99"'})[0] == 409
    assert len(ask("GET", f"{path}/assessments")[1]["items"]) == 1
