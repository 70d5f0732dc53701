"""The API of contacts, asked without the site around it."""

import json

import pytest
from django.test import RequestFactory
from ninja import NinjaAPI

from lineside.contacts.api import router
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.kernel.actors import NOBODY
from lineside.kernel.errors import Refusal
from lineside.kernel.testing import an_actor

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db
api = NinjaAPI(urls_namespace="contacts-test")
api.add_router("/contacts", router)


@api.exception_handler(Refusal)
def refused(request, refusal):
    return api.create_response(request, {"detail": refusal.sentence}, status=refusal.status)


def ask(method, path, body=None, actor=ALEX, query="", **headers):
    request = RequestFactory().generic(
        method, f"/{path}?{query}", json.dumps(body or {}), content_type="application/json", headers=headers
    )
    request.actor = actor  # type: ignore[attr-defined]
    for route in api._get_urls():
        if match := route.resolve(path):
            answer = match.func(request, *match.args, **match.kwargs)
            return answer.status_code, json.loads(answer.content), answer
    raise AssertionError(path)


def test_the_queue_is_read_page_by_page():
    keys = {str(make_message().id) for _ in range(3)}
    status, first, _ = ask("GET", "contacts", query="limit=2")
    assert status == 200
    _, second, _ = ask("GET", "contacts", query=f"limit=2&cursor={first['next']}")
    assert {item["id"] for item in first["items"] + second["items"]} == keys
    assert second["next"] == ""
    assert ask("GET", "contacts", query="limit=0")[0] == 422


def test_a_contact_is_taken_at_the_version_that_was_read_and_resolved():
    key = make_message().id
    _, row, _ = ask("GET", f"contacts/{key}")
    status, taken, _ = ask("POST", f"contacts/{key}/take", **{"If-Match": f'"{row["version"]}"'})
    assert (status, taken["state"]) == (200, "taken")
    assert ask("POST", f"contacts/{key}/resolve", {"disposition": "advice_given"}, **{"If-Match": '"0"'})[0] == 409
    status, done, _ = ask(
        "POST", f"contacts/{key}/resolve", {"disposition": "advice_given"}, **{"If-Match": f'"{taken["version"]}"'}
    )
    assert (status, done["state"]) == (200, "resolved")
    assert ask("GET", f"contacts/{key}/conversation")[1]["messages"][0]["direction"] == "in"


def test_whoever_has_no_right_reads_nothing():
    key = make_message().id
    paths = ["contacts", f"contacts/{key}", f"contacts/{key}/conversation", "contacts/dispositions"]
    assert [ask("GET", path, actor=NOBODY)[0] for path in paths] == [403] * 4
