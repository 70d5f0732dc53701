"""Protections over HTTP: asked for, given, refused by name, given back."""

import json

import pytest
from django.test import Client

from lineside.access.testing import make_client_key
from lineside.incidents.testing import make_incident

pytestmark = pytest.mark.django_db
SCOPES = ("protection.view", "protection.work", "incidents.view", "incidents.log")


@pytest.fixture
def ask():
    client, key = Client(), make_client_key(*SCOPES, name="tests")

    def send(method, path, said=None, seen=None):
        headers = {"authorization": f"Bearer {key}"} | ({"if-match": f'"{seen}"'} if seen is not None else {})
        answer = client.generic(method, f"/api/v1/{path}", json.dumps(said or {}), "application/json", headers=headers)
        return answer.status_code, answer.json()

    return send


def test_a_line_is_asked_for_given_refused_by_name_and_given_back(ask):
    log = make_incident("I", opening_code="TRESP").id
    asked = {"level": "power_off", "section": "41", "reason": "person", "nature": "A man", "location": "L3912"}
    status, row = ask("POST", f"incidents/{log}/protections", asked)
    assert (status, row["state"], row["level_label"]) == (201, "requested", "Power off")
    at = f"protections/{row['id']}"
    assert "POWER OFF" in ask("GET", f"{at}/message")[1]["text"]
    assert ask("POST", f"{at}/confirm", {"name": "Jo Patel", "role": "control"})[0] == 428
    status, row = ask("POST", f"{at}/confirm", {"name": "Jo Patel", "role": "control"}, row["version"])
    assert (status, row["state"], row["given_by"]) == (200, "in_force", "Jo Patel")
    assert ask("POST", f"incidents/{log}/parties", {"sign": "nwas"})[1]["sign"] == "NWAS"
    status, refused = ask("POST", f"{at}/restore", None, row["version"])
    assert status == 422
    assert "NWAS has not said all clear" in json.dumps(refused)
    assert ask("POST", f"incidents/{log}/protections/told", {"sign": "NWAS"})[0] == 200
    ask("POST", f"incidents/{log}/protections/clear", {"sign": "NWAS", "word": "yes", "said_by": "Robin Vale"})
    status, found = ask("POST", f"incidents/{log}/protections/person", {"person": "nobody", "says": "The driver"})
    assert (status, found["protections"][0]["waits"]) == (200, [])
    status, row = ask("POST", f"{at}/restore", None, found["protections"][0]["version"])
    assert (status, row["state"]) == (200, "restore_asked")
    status, row = ask("POST", f"{at}/restored", {"name": "Jo Patel", "role": "control"}, row["version"])
    assert (status, row["state"]) == (200, "restored")
    assert ask("GET", f"incidents/{log}/protections")[1]["items"][0]["id"] == row["id"]
    assert [each["sign"] for each in ask("GET", f"incidents/{log}/parties")[1]["items"]] == ["NWAS"]


def test_the_clocks_of_a_fatality_end_by_their_own_marks(ask):
    log = make_incident("I", opening_code="FATAL").id
    at = f"incidents/{log}/fatality"
    assert [each["done_at"] for each in ask("GET", at)[1]["timers"]] == [None] * 4
    ask("POST", f"{at}/confirm", {"confirmed_by": "Robin Vale, paramedic"})
    for code in ("unexplained", "non_suspicious"):
        assert ask("POST", f"{at}/classify", {"code": code, "reason": "As is known now"})[0] == 200
    assert ask("POST", f"{at}/driver", {"account": "Braked at once"})[0] == 200
    status, row = ask("POST", f"{at}/hand-back", {"to": "Jo Patel, route control"})
    assert [each["label"] for each in row["classes"]] == ["Unexplained", "Non-suspicious"]
    assert (status, [each["done_at"] is None for each in row["timers"]]) == (200, [False, True, False, False])
    assert ask("POST", f"{at}/hand-back", {"to": "Jo Patel"})[0] == 422
