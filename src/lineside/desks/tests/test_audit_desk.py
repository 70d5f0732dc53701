"""The auditor's desk: who looked at or changed what, when and why, and that looking is on record as well."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client

from lineside.access.permissions import CanAccess
from lineside.access.queries import labels_of_roles
from lineside.access.testing import make_account, make_client_key
from lineside.audit.permissions import CanAudit
from lineside.audit.queries import trail
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def auditor(client, sign_in):
    sign_in(CanAudit.READ, CanAudit.EXPORT, CanIncident.VIEW, username="the.auditor")
    return client


def lines_on(answer):
    return re.findall(r"<tr><td.*?</tr>", answer.content.decode(), re.DOTALL)


def looked(subject, why="", name="a.reader"):
    record_sighting(an_actor("pole.look_up", name=name), "pole.person", subject, why)


def test_a_look_at_the_trail_is_on_the_trail_with_what_was_asked_and_why(auditor):
    looked("Kim Vale", "call 12")
    assert "call 12" in lines_on(auditor.get("/audit/"))[0]
    auditor.get("/audit/", {"record": "Kim Vale", "why": "complaint 7"})
    line = AuditLine.objects.filter(name="audit.trail").latest("id")
    assert (line.kind, line.why, line.actor_name) == ("looked", "complaint 7", "The.Auditor")
    assert "Kim Vale" in line.facts["subject"]


def test_lines_are_found_by_person_by_record_by_kind_and_by_day(auditor):
    looked("Kim Vale", name="Robin Reed")
    looked("Sam Poole", name="Ash Moss")
    assert ["Sam Poole" in line for line in lines_on(auditor.get("/audit/", {"person": "ash moss"}))] == [True]
    [line] = lines_on(auditor.get("/audit/", {"record": "kim v", "kind": "looked", "person": "Robin"}))
    assert "Robin Reed" in line
    assert lines_on(auditor.get("/audit/", {"record": "Kim Vale", "kind": "refused"})) == []
    yesterday = uk_day(now()) - timedelta(days=1)
    assert lines_on(auditor.get("/audit/", {"first": yesterday, "last": yesterday})) == []
    assert len(lines_on(auditor.get("/audit/", {"first": yesterday, "person": "Robin"}))) == 1


def test_an_account_is_found_by_its_user_name_whatever_its_name_is(auditor):
    account = make_account("trainer", username="r.vale")
    person = Client()
    person.force_login(account, backend=BACKEND)
    person.get("/crime/")
    person.post("/session/lock/")
    found = lines_on(auditor.get("/audit/", {"person": "r.vale"}))
    assert any("access: lock sitting" in line for line in found)
    assert found == lines_on(auditor.get("/audit/", {"person": str(account.id)}))


def test_a_record_is_found_by_its_reference_with_what_began_it(auditor):
    incident = make_incident()
    found = "".join(lines_on(auditor.get("/audit/", {"record": incident.reference})))
    assert "incidents: open incident" in found
    make_incident()
    assert found.count("incidents: open incident") == 1


def test_older_lines_are_one_page_on_and_none_is_twice(auditor):
    for number in range(130):
        looked(f"person {number:03d}")
    page = auditor.get("/audit/", {"record": "person "})
    more = re.findall(r'href="([^"]*cursor=[^"]*)"', page.content.decode())[0].replace("&amp;", "&")
    shown = re.findall(r"person \d{3}", " ".join(lines_on(page) + lines_on(auditor.get(more))))
    assert len(lines_on(page)) == 100
    assert sorted(set(shown)) == [f"person {number:03d}" for number in range(130)]
    assert len(shown) == 130


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "yesterday"}, "Give the day as"),
        ({"first": "2026-11-26", "last": "2026-11-25"}, "turn them round"),
        ({"first": "2025-11-01"}, "at most 366 days"),
        ({"first": "0001-01-01"}, "our own century"),
        ({"cursor": "made up"}, "begin again"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_what_was_typed_stays(auditor, asked, said):
    answer = auditor.get("/audit/", {**asked, "person": "Robin Reed"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Robin Reed"' in answer.content.decode()


def test_what_was_typed_is_shown_as_text(auditor):
    looked("<script>alert(1)</script>", "<img src=x>")
    text = auditor.get("/audit/", {"record": '"><script>'}).content.decode() + auditor.get("/audit/").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert '"><script>' not in text


def test_a_copy_holds_the_lines_asked_for_safely_and_who_took_it_is_on_record(auditor):
    looked("=HYPERLINK(1)", '@SUM(1) "quoted"', name="=Robin")
    looked("Sam Poole")
    answer = auditor.post("/audit/export/", {"record": "HYPERLINK", "reason": "Complaint 7"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    head, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=True))
    assert (row["person"], row["why"], row["what"]) == ("'=Robin", '\'@SUM(1) "quoted"', "pole.person")
    line = AuditLine.objects.get(name="audit.copy_trail")
    assert line.facts["reason"] == "Complaint 7"
    assert line.facts["wanted"]["records"] == ["HYPERLINK"]


def test_a_copy_without_its_purpose_is_refused_and_the_lines_stay_on_the_screen(auditor):
    looked("Kim Vale")
    answer = auditor.post("/audit/export/", {"record": "Kim Vale"})
    assert answer.status_code == 422
    assert "what the copy is for" in answer.content.decode()
    assert "refused" in AuditLine.objects.filter(name="audit.copy_trail").values_list("kind", flat=True)
    assert len(lines_on(answer)) >= 1


def test_who_may_read_may_not_take_away_and_others_see_nothing(client, sign_in):
    sign_in(CanAudit.READ)
    assert "Take a copy" not in client.get("/audit/").content.decode()
    assert client.post("/audit/export/", {"reason": "mine"}).status_code == 403
    sign_in(CanAccess.MANAGE, username="another")
    assert client.get("/audit/").status_code == 403


def test_too_long_a_search_is_given_up_with_a_sentence(monkeypatch):
    monkeypatch.setattr(trail, "PATIENCE", "20ms")
    with pytest.raises(RuleBroken, match="choose fewer days"), trail.within_patience():
        connection.cursor().execute("SELECT pg_sleep(5)")


def test_the_api_gives_the_same_lines_by_cursor_and_notes_the_look():
    asking = {"Authorization": f"Bearer {make_client_key(CanAudit.READ)}"}
    looked("Kim Vale")
    looked("Kim Vale")
    first = Client().get("/api/v1/audit/lines?record=Kim+Vale&limit=1&why=review", headers=asking).json()
    second = Client().get(f"/api/v1/audit/lines?record=Kim+Vale&limit=2&cursor={first['next']}", headers=asking).json()
    assert [line["facts"]["subject"] for line in first["items"]] == ["Kim Vale"]
    assert first["items"][0]["id"] not in {line["id"] for line in second["items"]}
    assert AuditLine.objects.filter(name="audit.trail", why="review").exists()


@pytest.mark.parametrize("role", labels_of_roles())
def test_every_desk_on_the_rail_of_a_role_opens_for_it(role):
    person = Client()
    person.force_login(make_account(role), backend=BACKEND)
    start = person.get("/", follow=True)
    rail = start.content.decode().partition('<nav class="rail"')[2].partition("</nav>")[0]
    paths = re.findall(r'href="([^"]+)"', rail)
    assert start.redirect_chain[-1][0] in paths
    assert {path: person.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert ("/audit/" in paths) == (role in {"auditor", "force_crime_registrar"})
