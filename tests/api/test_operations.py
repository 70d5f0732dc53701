"""What every operation keeps to (ADR 0014), held by walking all of them."""

import inspect
import json
import re
from collections import Counter
from datetime import timedelta
from importlib import import_module
from types import FunctionType
from typing import Any

import pytest
from django.test import Client
from ninja import Schema
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.api.records import ALL_RIGHTS, BESIDE, READY, Asker, an_asker, filled_in, one_who_may_do_all
from tests.architecture.walking import PACKAGE

from lineside.access.queries import actor_of
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import clock
from lineside.people.testing import on_staff
from lineside.site.api import api
from lineside.site.document import as_json, operations

DOCUMENT = api.get_openapi_schema(path_prefix="/api/v1/")
ALL = {
    item[method]["operationId"]: (method, path, item[method])
    for path, item in DOCUMENT["paths"].items()
    for method in item
}
GETS = [name for name, (method, _, _) in ALL.items() if method == "get"]
CHANGES = [each.view_func.__name__ for each in operations(api) if each.view_func.keeps.command]
VERSIONED = [each.view_func.__name__ for each in operations(api) if each.view_func.keeps.takes_version]
SHOWN_ONCE = {
    each.view_func.__name__: each.view_func.keeps.shows_once
    for each in operations(api)
    if each.view_func.keeps.shows_once
}
QUERY = {"text": "leeds", "kind": "phone", "value": "07700900123", "call_id": "8812", "why": "tests",
         "table": "crimes.outcomes", "since": "2026-11-01", "until": "2026-11-30",
         "headcode": "1A23", "origin": "SVG", "destination": "YRK"}  # fmt: skip
PROVED = [each.view_func.__name__ for each in operations(api) if each.view_func.keeps.proof]
PROBLEM = "application/problem+json"
# A person, or two, have to stand behind these, and a machine's key is none.
OF_PERSONS = {
    "request_order",
    "approve_order",
    "decline_order",
    "begin_identity_check",
    "confirm_identity_check",
    "score_contact",
    "dismiss_finding",
    "review_sample",
    "decide_sample",
    "decide_review",
    "listen_in",
    "ask_to_accept_risk",
    "accept_risk",
    "accept_transfer",
    "reject_transfer",
    "decline_risk",
    "say_state",
    "say_line",
    "say_step",
    "send_photo",
}

# A bureau's key is known by the name of its client.
OF_BUREAUS, OF_A_BUREAU = {"claim_report", "acknowledge_report", "decline_report"}, "Force Intelligence Bureau"


def resolved(part):
    while "$ref" in part:
        part = DOCUMENT["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
    return part


def answer_schema(name):
    responses = ALL[name][2]["responses"]
    told = next(told for status, told in responses.items() if status in (200, 201, 204))
    return resolved(next(iter(told["content"].values()))["schema"]) if "content" in told else {}


LISTS = [name for name in ALL if "items" in answer_schema(name).get("properties", {})]


@pytest.fixture
def asker(everything, request, client, sign_in):
    """A client's key; of what only a person does, somebody who is signed in."""
    case = getattr(request.node, "callspec", None)
    if case and case.params.get("name") in OF_PERSONS:
        account = sign_in(*ALL_RIGHTS, *BESIDE, username="a_person")
        on_staff(actor_of(account))
        return Asker("", actor_of(account), {"cookie": client.cookies.output(header="", sep=";").strip()})
    of_a_bureau = case and case.params.get("name") in OF_BUREAUS
    return one_who_may_do_all(OF_A_BUREAU) if of_a_bureau else everything[0]


@pytest.fixture
def ids(asker, everything):
    return dict(everything[1])


def ask(name, asker, ids, body=None, query=None, **headers):
    """Ask for the operation with its own example, unless another body is given."""
    method, path, told = ALL[name]
    names = re.findall(r"{(\w+)}", path)
    assert set(names) <= set(ids), f"{name}: tests/api/records.py makes no record for {names}"
    address = path.format(**ids)
    if method == "get" or query:
        wanted = {each["name"] for each in told["parameters"] if each["in"] == "query" and each["required"]}
        parts = {**{key: value for key, value in QUERY.items() if key in wanted}, **(query or {})}
        address += "?" + "&".join(f"{key}={value}" for key, value in parts.items())
    if method == "get":
        answer = Client().get(address, headers={**asker.headers, **headers})
        if answer.streaming:
            b"".join(answer)  # which closes it
        return answer
    sent = filled_in(example_of(name), ids) if body is None else body
    return Client().generic(
        method.upper(), address, json.dumps(sent), "application/json", headers={**asker.headers, **headers}
    )


def example_of(name):
    body = ALL[name][2].get("requestBody")
    return resolved(body["content"]["application/json"]["schema"])["examples"][0] if body else {}


def seen(name, asker, ids):
    """The If-Match that the example needs, read as a client would."""
    if name not in VERSIONED:
        return {}
    path = ALL[name][1]
    if "dead_letter_id" in path:
        found = Client().get("/api/v1/contacts/dead-letters", headers=asker.headers).json()["items"]
        [version] = [each["version"] for each in found if each["id"] == str(ids["dead_letter_id"])]
        return {"if-match": f'"{version}"'}
    one = re.match(r"/api/v1/([\w-]+/)+{\w+}", path)
    assert one, path
    of_a_part = {"crimes": "/crime-file", "no-crime": "/crime-file", "review": "/facts" if "/files/" in path else ""}
    read = one[0].format(**ids) + of_a_part.get(path.rpartition("/")[2], "")
    return {"if-match": Client().get(read, headers=asker.headers)["ETag"]}


def kept_of(name, answer):
    """The answer as a repeat gets it: without what is shown once."""
    once = SHOWN_ONCE.get(name)
    return answer.json() | {once: type(answer.json()[once])()} if once else said(answer)


def said(answer):
    return answer.json() if answer.content else None


def is_problem(answer, *statuses):
    assert answer.status_code in statuses, (answer.status_code, answer.content)
    assert answer["Content-Type"] == PROBLEM
    told = answer.json()
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == answer.status_code
    assert told["detail"].strip()
    return True


def test_the_document_is_openapi_3_1():
    document = as_json(api)
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_every_body_has_an_example():
    bodies = {name: told["requestBody"] for name, (_, _, told) in ALL.items() if "requestBody" in told}
    assert [
        name
        for name, each in bodies.items()
        if "examples" not in resolved(each["content"]["application/json"]["schema"])
    ] == []


def test_every_operation_has_a_name_of_its_own_and_says_whose_right_it_is():
    assert len(ALL) == len(operations(api))
    scopes = {name: [next(iter(each.values())) for each in told["security"]] for name, (_, _, told) in ALL.items()}
    assert [
        name for name, each in scopes.items() if len(each) != 2 or not all(scope[0].count(".") for scope in each)
    ] == []


def every_schema(kind=Schema):
    return {each for child in kind.__subclasses__() for each in (child, *every_schema(child))}


def test_no_two_rooms_give_the_same_name_to_what_they_take_or_answer():
    # The document keeps one shape a name: the later would silently stand for the earlier.
    ours = Counter(each.__name__ for each in every_schema() if each.__module__.startswith("lineside."))
    assert [name for name, count in ours.items() if count > 1] == []


def test_no_operation_answers_a_bare_list():
    assert [name for name in ALL if answer_schema(name).get("type") == "array"] == []


def test_every_list_is_paged():
    wanted = {"cursor", "limit"}
    assert [name for name in LISTS if not wanted <= {each["name"] for each in ALL[name][2]["parameters"]}] == []
    assert [name for name in GETS if name.startswith(("list_", "search_")) and name not in LISTS] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_refuses_a_cursor_that_it_did_not_give_and_a_limit_out_of_bounds(name, asker, ids):
    assert ask(name, asker, ids).json().keys() == {"items", "next"}
    for query in ({"cursor": "WzFd"}, {"cursor": "%00"}, {"limit": 0}, {"limit": 201}, {"limit": "many"}):
        assert is_problem(ask(name, asker, ids, query=query), 422)


# Each look at the trail is a line of the trail.
@pytest.mark.parametrize("name", [name for name in GETS if name != "list_audit_lines"])
def test_what_is_read_again_unchanged_is_not_sent_again(name, asker, ids):
    first = ask(name, asker, ids)
    assert first.status_code == 200, first.content
    again = ask(name, asker, ids, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert ask(name, asker, ids, **{"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("name", VERSIONED)
def test_a_change_says_which_version_it_saw(name, asker, ids):
    ids |= READY.get(name, lambda _: {})(asker.actor)
    assert is_problem(ask(name, asker, ids), 428)
    assert is_problem(ask(name, asker, ids, **{"if-match": '"mine"'}), 422)
    assert is_problem(ask(name, asker, ids, **{"if-match": '"99999"'}), 409)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_done_by_its_own_example_and_once_for_its_key(name, asker, ids):
    ids |= READY.get(name, lambda _: {})(asker.actor)
    sent = {"idempotency-key": "k1", **seen(name, asker, ids)}
    first = ask(name, asker, ids, **sent)
    assert first.status_code in (200, 201, 204), first.content
    done = AuditLine.objects.filter(kind="did").count()
    again = ask(name, asker, ids, **sent)
    assert (again.status_code, said(again)) == (first.status_code, kept_of(name, first))
    assert AuditLine.objects.filter(kind="did").count() == done


def test_a_key_answers_to_nothing_but_what_it_was_sent_with(asker, ids):
    sent = {"idempotency-key": "k1"}
    assert ask("add_line", asker, ids, {"text": "Gates closed."}, **sent).status_code == 201
    assert is_problem(ask("add_line", asker, ids, {"text": "Gates open again."}, **sent), 422)
    assert is_problem(ask("hold_closing", asker, ids, **sent), 422)
    assert is_problem(ask("add_line", asker, ids, **{"idempotency-key": "k" * 151}), 422)
    assert ask("add_line", one_who_may_do_all("another"), ids, {"text": "Gates open."}, **sent).status_code == 201


@pytest.mark.parametrize("name", ALL)
def test_who_has_no_right_is_refused_whatever_they_send(name, ids):
    nobody = an_asker()
    before = AuditLine.objects.filter(kind="refused").count()
    assert is_problem(ask(name, nobody, ids), 403)
    assert AuditLine.objects.filter(kind="refused").count() == before + (name in CHANGES)


def test_whoever_notices_the_answer_is_a_problem(asker, ids):
    client = Client(raise_request_exception=False)
    told = {"headers": asker.headers, "content_type": "application/json"}
    grade = f"/api/v1/incidents/{ids['incident_id']}/grade"
    assert is_problem(client.get("/api/v1/nothing-here", **told), 404)
    assert is_problem(client.get("/api/v1/contacts/no-key", **told), 404)
    assert is_problem(client.get("/api/v1/incidents"), 401)
    assert client.get("/api/v1/incidents")["WWW-Authenticate"] == "Bearer"
    not_taken = client.delete("/api/v1/incidents", **told)
    assert is_problem(not_taken, 405)
    assert set(not_taken["Allow"].split(", ")) == {"GET", "POST"}
    for body in ('{"grade": ', "[1, 2", b'{"grade": "\xff"}', "[" * 100_000):
        assert is_problem(client.post(grade, body, **told), 400)
    assert is_problem(client.post(grade, "[]", **told), 422)
    assert is_problem(client.post(grade, {"grade": "I"}, headers=asker.headers), 415)
    assert is_problem(client.post(grade, b" " * 2_000_001, **told), 413)


def test_every_change_of_access_asks_a_person_for_fresh_proof():
    changes = [each.view_func for each in operations(api) if each.view_func.keeps.command]
    assert [each.__name__ for each in changes if ".access.api" in each.__module__ and not each.keeps.proof] == []


@pytest.mark.parametrize("name", PROVED)
def test_a_sitting_whose_password_was_given_long_ago_is_asked_for_it_first(name, ids, client, sign_in):
    account = sign_in(*ALL_RIGHTS)
    keeps = next(each.view_func.keeps for each in operations(api) if each.view_func.__name__ == name)
    method, path, _ = ALL[name]
    before = AuditLine.objects.filter(kind="did", name=keeps.command, actor_id=account.id).count()
    with clock(now() + timedelta(minutes=36)):
        told = json.dumps(filled_in(example_of(name), ids))
        sent = client.generic(method.upper(), path.format(**ids), told, "application/json")
    assert is_problem(sent, 403)
    assert "/me/prove/" in sent.json()["detail"]
    assert AuditLine.objects.filter(kind="did", name=keeps.command, actor_id=account.id).count() == before


def moments_of(schema, path=()):
    """The way to every moment in a body, down through its parts."""
    whole = resolved(schema)
    if whole.get("format") == "date-time":
        yield path
    for each in whole.get("anyOf", []):
        yield from moments_of(each, path)
    for key, each in whole.get("properties", {}).items():
        yield from moments_of(each, (*path, key))
    if "items" in whole:
        yield from moments_of(whole["items"], (*path, 0))


def with_moment(body, path, moment):
    if not path:
        return moment
    if path[0] == 0:
        return [with_moment((body or [{}])[0], path[1:], moment)]
    return {**body, path[0]: with_moment(body.get(path[0], {}), path[1:], moment)}


MOMENTS = [
    (name, path)
    for name, (_, _, told) in ALL.items()
    if "requestBody" in told
    for path in moments_of(told["requestBody"]["content"]["application/json"]["schema"])
]


@pytest.mark.parametrize(("name", "path"), MOMENTS)
def test_a_moment_has_its_zone_and_lies_in_our_century(name, path, asker, ids):
    for moment, says in (
        ("2026-11-26T09:14:07", "zone"),
        ("0001-01-01T00:00:00Z", "2000 and 2100"),
        ("9999-12-31T23:59:59Z", "2000 and 2100"),
    ):
        body = with_moment(filled_in(example_of(name), ids), path, moment)
        answer = ask(name, asker, ids, body, **seen(name, asker, ids))
        assert is_problem(answer, 422)
        assert [says in each["says"] for each in answer.json()["errors"]] == [True], answer.content


def test_every_deed_of_a_screen_is_an_operation():
    """A command that a page or the command line of a desk calls can be asked for over the API as well."""
    offered = {each.view_func.keeps.command for each in operations(api)}
    called = set()
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).parts
        # The pages of a gateway are its wire to the public, who are no clients of ours.
        is_screen = (parts[-1] == "views.py" and parts[0] != "gateways") or "desks" in parts
        if is_screen and "tests" not in parts:
            called |= commands_in(path)
    assert called - offered == set()


# Signing in and out is of a browser's sitting, which an API client has none of.
OF_A_SITTING = {"access.sign_out_everywhere", "access.use_sign_in_link"}


def commands_in(path):
    """The commands that the module's code names, by attribute of a module or by import."""
    module = import_module("lineside." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts))
    source = inspect.getsource(module)
    found: list[Any] = [value for value in vars(module).values() if isinstance(value, FunctionType)]
    for alias, value in vars(module).items():
        if inspect.ismodule(value):
            found += [getattr(value, name, None) for name in re.findall(rf"\b{alias}\.(\w+)", source)]
    return {each.name for each in found if hasattr(each, "needs") and hasattr(each, "name")} - OF_A_SITTING
