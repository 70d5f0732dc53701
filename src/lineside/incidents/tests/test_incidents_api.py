"""The API of incidents, asked without the site around it."""

import json

import pytest
from django.test import RequestFactory
from ninja import NinjaAPI

from lineside.incidents import queries
from lineside.incidents.api import router
from lineside.incidents.testing import OPERATOR as EVERYBODY
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import Refusal
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
api = NinjaAPI(urls_namespace="incidents-test")
api.add_router("", router)
OPENING = {"summary": "Bag on fire by platform 3", "opening_code": "UNATT", "place_status": "unknown"}


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


def test_the_same_key_opens_one_incident():
    first = ask("POST", "incidents", OPENING, **{"Idempotency-Key": "k1"})
    again = ask("POST", "incidents", OPENING, **{"Idempotency-Key": "k1"})
    assert (first[0], again[0]) == (201, 201)
    assert first[1]["id"] == again[1]["id"]


def test_pages_follow_one_another_and_end():
    keys = {str(make_incident().id) for _ in range(3)}
    _, first, _ = ask("GET", "incidents", query="limit=2")
    _, last, _ = ask("GET", "incidents", query=f"limit=2&cursor={first['next']}")
    assert {each["id"] for each in first["items"] + last["items"]} == keys
    assert last["next"] == ""


def test_a_change_names_the_version_that_was_read():
    incident = make_incident(grade="P")
    path = f"incidents/{incident.id}"
    tag = f'"{ask("GET", path)[1]["version"]}"'
    assert ask("POST", f"{path}/own", {"desk": "C"})[0] == 428
    assert ask("POST", f"{path}/own", {"desk": "C"}, **{"If-Match": '"mine"'})[0] == 422
    assert ask("POST", f"{path}/own", {"desk": "C"}, **{"If-Match": tag})[0] == 200
    assert ask("POST", f"{path}/grade", {"grade": "I"}, **{"If-Match": tag})[0] == 409


def test_a_line_is_added_and_put_right_by_another():
    path = f"incidents/{make_incident().id}/log"
    key = ask("POST", path, {"text": "Platform 8"})[1]["id"]
    assert ask("POST", f"{path}/{key}/correct", {"text": "Platform 9"})[0] == 201
    assert ask("POST", f"incidents/{make_incident().id}/log/{key}/correct", {"text": "Not here"})[0] == 404
    assert [line["corrects_id"] for line in ask("GET", path)[1]["items"]][-1] == key


def test_it_is_held_let_go_resulted_and_closed():
    incident = make_incident(grade="P")
    path = f"incidents/{incident.id}"
    assert ask("POST", f"{path}/holds", {"kind": "task", "why": "a task is open"})[1] == {"done": True}
    assert [hold["kind"] for hold in ask("GET", f"{path}/holds")[1]["items"]] == ["task"]
    version = f'"{ask("GET", path)[1]["version"]}"'
    result = {"closing_code": "ASB2", "result_codes": ["ADV"]}
    closing = {"If-Match": f'"{ask("POST", f"{path}/result", result, **{"If-Match": version})[1]["version"]}"'}
    assert "a task is open" in ask("POST", f"{path}/close", **closing)[1]["detail"]
    assert ask("POST", f"{path}/holds/release", {"kind": "task", "reason": "Done"})[1] == {"done": True}
    closed = ask("POST", f"{path}/close", **closing)[1]
    assert closed["state"] == "closed"
    reopened = ask("POST", f"{path}/reopen", {"reason": "A second call"}, **{"If-Match": f'"{closed["version"]}"'})
    assert reopened[1]["state"] == "queued"


def test_it_is_moved_and_cancelled():
    incident = make_incident()
    path = f"incidents/{incident.id}"
    place = {"place_text": "York", "place": {"name": "York", "crs": "YRK"}, "place_status": "confirmed"}
    moved = ask("POST", f"{path}/place", place, **{"If-Match": f'"{incident.version}"'})[1]
    assert moved["place"] == "York"
    done = ask("POST", f"{path}/cancel", {"reason": "Exercise"}, **{"If-Match": f'"{moved["version"]}"'})
    assert done[1]["state"] == "cancelled"


def test_links_and_duplicates_are_made_between_incidents_that_one_may_see():
    one, other, hidden = make_incident(), make_incident(), make_incident(is_restricted=True)
    assert ask("POST", f"incidents/{one.id}/link", {"other_id": str(other.id)})[0] == 201
    viewer = an_actor("incidents.view", "incidents.link")
    assert ask("POST", f"incidents/{one.id}/link", {"other_id": str(hidden.id)}, actor=viewer)[0] == 404
    version = queries.incident(EVERYBODY, other.id).version
    answer = ask("POST", f"incidents/{other.id}/duplicate", {"other_id": str(one.id)}, **{"If-Match": f'"{version}"'})
    assert answer[1]["state"] == "duplicate"


def test_possible_duplicates_are_offered_before_another_is_opened():
    incident = make_incident()
    found = ask("POST", "incidents/possible-duplicates", {"place": {"crs": "LDS"}, "opening_code": "ASB"})[1]["items"]
    assert [(each["incident"]["id"], each["why"]) for each in found] == [
        (str(incident.id), "same station LDS and type")
    ]


def test_the_codes_in_force_are_listed():
    assert {"code": "VIOL", "label": "Assault or violence"} in ask("GET", "incident-codes")[1]["opening_codes"]


@pytest.mark.parametrize(
    "facts",
    [
        {"place": {"lat": "north"}},
        {"place": {"lat": 91}},
        {"place": {"lon": 1e308}},
        {"place": {"name": 5}},
        {"place": {"crs": "LONG"}},
        {"place": {"area": ["B"]}},
        {"place_text": "bad\x00place"},
        {"headcode": "1A23456789"},
        {"summary": "a" * 301},
        {"summary": "bell\x07"},
        {"informant_name": "nul\x00"},
        {"first_contact_at": "2026-11-24T03:00:00"},
        {"first_contact_at": "0001-01-01T00:00:00+14:00"},
        {"first_contact_at": "9999-12-31T23:59:59-14:00"},
        {"desk": "d" * 41},
        {"qualifiers": ["\x00"]},
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_never_breaks(facts):
    status, said, _ = ask("POST", "incidents", {**OPENING, **facts})
    assert status == 422
    assert said["detail"]


def test_someone_without_the_right_opens_nothing():
    assert ask("POST", "incidents", OPENING, actor=an_actor("incidents.view"))[0] == 403
