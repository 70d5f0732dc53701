"""The API of crimes and of the register, asked without the site around it."""

from datetime import UTC, datetime

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from lineside.crimes.api import router as crimes
from lineside.crimes.models import Crime
from lineside.crimes.rules.counting import count_report
from lineside.crimes.testing import RECORDER, REGISTRAR, make_crime
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import NOBODY
from lineside.kernel.errors import Refusal
from lineside.kernel.testing import audit_lines
from lineside.pole.api import router as pole
from lineside.pole.testing import make_person

pytestmark = pytest.mark.django_db
api = NinjaAPI(urls_namespace="crimes-test")
api.add_router("", crimes)
api.add_router("", pole)
client = TestClient(api)
REPORT = {
    "choice": {"code": "008/06", "offence_class": "8N"},
    "parties": [{"role": "victim", "name": "Robin Vale", "phone": "07700 900123"}],
    "items": [{"role": "damaged", "kind": "property", "description": "spectacles", "value_pence": 12000}],
}


@api.exception_handler(Refusal)
def refused(request, refusal):
    return api.create_response(request, {"detail": refusal.sentence, "field": refusal.field}, status=refusal.status)


def get(path, actor=RECORDER):
    return client.get(path, actor=actor)


def post(path, body, actor=RECORDER, **headers):
    return client.post(path, json=body, actor=actor, headers={"If-Match": '"0"', **headers})


@pytest.fixture
def incident():
    return make_incident(opening_code="HATE")


def test_from_worklist_to_crime(incident):
    [waiting] = get("/crimes/worklist").json()["items"]
    assert waiting["incident_id"] == str(incident.id)
    assert get("/offences?text=abh").json()["items"][0]["offence_class"] == "8N"
    file = get(f"/incidents/{incident.id}/crime-file")
    assert (file.json()["version"], file.json()["crimes"]) == (0, [])

    made = post(f"/incidents/{incident.id}/crimes", REPORT)
    assert made.status_code == 201
    crime = made.json()
    assert (crime["offence_code"], crime["edition"], crime["is_late"]) == ("008/06", "2026-04", False)
    assert get(f"/crimes/{crime['id']}").json() == crime
    assert [row["role"] for row in get(f"/crimes/{crime['id']}/parties").json()["items"]] == [
        "scene",
        "victim",
        "damaged",
    ]
    assert get("/crimes/worklist").json()["items"] == []


def test_the_same_key_twice_is_one_crime(incident):
    first = post(f"/incidents/{incident.id}/crimes", REPORT, **{"Idempotency-Key": "k1"})
    again = post(f"/incidents/{incident.id}/crimes", REPORT, **{"Idempotency-Key": "k1"})
    assert first.json()["id"] == again.json()["id"]
    assert Crime.objects.count() == 1


def test_no_crime_needs_a_reason_of_the_closed_list(incident):
    path = f"/incidents/{incident.id}/no-crime"
    body = {
        "reason_code": "other_force",
        "rationale": "Recorded by the county force, ref 44/1.",
        "telling": "By e-mail.",
    }
    assert body["reason_code"] in {reason["code"] for reason in get("/no-crime-reasons").json()["items"]}
    wrong = post(path, body | {"reason_code": "too_busy"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "reason_code")
    made = post(path, body | {"told_reporter_at": datetime.now(UTC).isoformat()})
    assert made.status_code == 201
    assert made.json()["decisions"][0]["leads_to"] == "crime_related_incident"


def test_a_crime_is_classified_anew_by_the_registrar():
    crime = make_crime()
    body = {"choice": {"code": "105/01", "offence_class": "105A"}, "reason": "No injury was found."}
    path = f"/crimes/{crime.id}/reclassify"
    assert post(path, body, **{"If-Match": f'"{crime.version}"'}).status_code == 403
    changed = post(path, body, actor=REGISTRAR, **{"If-Match": f'"{crime.version}"'})
    assert changed.json()["offence_class"] == "105A"
    assert post(path, body, actor=REGISTRAR, **{"If-Match": f'"{crime.version}"'}).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"choice": {"code": "008/06", "offence_class": "8Z"}}, 422),
        ({"committed_from": "2026-01-01T10:00:00"}, 422),
        ({"committed_from": "0001-01-01T00:00:00+14:00"}, 422),
        ({"committed_from": "9999-12-31T23:59:59-14:00"}, 422),
        ({"parties": [{"role": "victim", "name": "R\x00"}]}, 422),
        ({"parties": [{"role": "victim", "person_id": "01900000-0000-7000-8000-00000000dead"}]}, 404),
        ({"items": [{"role": "stolen", "kind": "property", "description": "x", "value_pence": 10**30}]}, 422),
        ({"summary": "x" * 10_000}, 422),
    ],
)
def test_bad_input_is_refused_and_nothing_is_recorded(incident, change, status):
    answer = post(f"/incidents/{incident.id}/crimes", REPORT | change)
    assert answer.status_code == status
    assert Crime.objects.count() == 0


def test_without_the_version_seen_nothing_is_recorded(incident):
    answer = client.post(f"/incidents/{incident.id}/crimes", json=REPORT, actor=RECORDER, headers={})
    assert (answer.status_code, answer.json()["field"]) == (428, "If-Match")


def test_a_person_is_found_by_their_number_and_only_by_those_who_may_look():
    make_person("Robin Vale", phone="07700 900123")
    known = "/people?kind=phone&value=07700900123"
    assert [row["name"] for row in get(f"{known}&why=Log 457").json()["items"]] == ["Robin Vale"]
    assert get(f"{known}&why=Log 457", actor=NOBODY).status_code == 403


def test_nobody_is_looked_up_without_a_reason():
    for reasonless in ("", "&why=", "&why=%20%20%20%20%20"):
        assert get(f"/people?kind=phone&value=07700900123{reasonless}").status_code == 422
    assert audit_lines("looked") == []


@pytest.mark.parametrize("path", ["/offences?text=a", "/no-crime-reasons", "/crimes/worklist"])
def test_nobody_reads_without_the_right(path):
    assert get(path, actor=NOBODY).status_code == 403


TOLD = {
    "reported_at": "2026-05-04T10:15:00+01:00",
    "people": [{"id": "V1"}],
    "suspects": [{"id": "S1"}],
    "acts": [{"id": "a1", "offence": "008/06", "victim": "V1", "suspects": ["S1"]}],
}


def test_a_report_is_counted_over_http_as_by_the_rules():
    answer = client.post("/crimes/count", json=TOLD, actor=RECORDER)
    assert answer.status_code == 200
    assert answer.json() == count_report(TOLD)


def test_a_crime_is_counted_with_those_of_its_incident_before_it_is_recorded():
    crime = make_crime()
    asked = REPORT | {"choice": {"code": "105/01", "offence_class": "105A"}, "reporter": "victim", "confirms": "yes"}
    told = client.post(f"/incidents/{crime.incident_id}/crimes/count", json=asked, actor=RECORDER).json()
    assert (told["decision"], [each["class"] for each in told["crimes"]]) == ("record", ["8N"])
    assert Crime.objects.count() == 1


def test_a_report_that_cannot_be_counted_is_refused_by_the_name_of_its_fault():
    answer = client.post("/crimes/count", json={**TOLD, "colour": "red"}, actor=RECORDER)
    assert answer.status_code == 422
    assert "colour" in answer.json()["detail"]
