"""A look-up is on record before it is asked, shown once, and leaves no copy of a record."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse

from lineside.access.testing import make_client_key
from lineside.alerts.permissions import CanAlert
from lineside.alerts.testing import make_alert
from lineside.gateways.pnc import client as database_client
from lineside.gateways.pnc.commands import Came, begin_look_up, record_look_up
from lineside.gateways.pnc.looking import carried_out
from lineside.gateways.pnc.models import PncLookUp
from lineside.gateways.pnc.peer import NationalDatabase
from lineside.gateways.pnc.permissions import CanPnc
from lineside.gateways.pnc.queries import look_ups
from lineside.gateways.pnc.testing import LOOKER, look_up_facts
from lineside.kernel.commands import once
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
ADDRESS = "1 Invented Row"
BODY = {"kind": "person", "name": "Robin Vale", "purpose": "warrant", "reason": "At the barrier now",
        "originator": "PC 4711 Ash"}  # fmt: skip


@pytest.fixture
def database(settings):
    peer = NationalDatabase()
    peer.start()
    settings.PNC_URL = peer.url
    yield peer
    peer.stop()


def looked_up(**facts):
    return carried_out(LOOKER, begin_look_up(actor=LOOKER, facts=look_up_facts(**facts)))


def everything_kept():
    """Each table's rows as text, so that nothing of a record hides in one that we did not think of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            cursor.execute(f'SELECT coalesce(string_agg(each::text, chr(10)), $$$$) FROM "{name}" AS each')
            yield name, cursor.fetchone()[0]


def test_what_a_record_says_is_shown_and_stands_in_no_table(database):
    row, answer = looked_up()
    assert answer is not None
    assert ("Address", f"{ADDRESS}, Leeds") in answer.records[0]
    assert (row.state, row.matches, len(row.answer_sha256)) == ("matched", 1, 64)
    kept = dict(everything_kept())
    assert "Robin Vale" in kept[PncLookUp._meta.db_table]
    assert [name for name, rows in kept.items() if ADDRESS in rows or "VIOLENT" in rows] == []
    assert database.asked[0]["reasonCode"] == "warrant"


@pytest.mark.parametrize(
    ("name", "state", "matches"), [("Sam Nobody", "none", 0), ("Ann Many", "matched", 2), ("Al Blocked", "refused", 0)]
)
def test_each_answer_goes_on_record(database, name, state, matches):
    row, _ = looked_up(name=name)
    assert (row.state, row.matches) == (state, matches)
    assert len(database.asked) == 1


@pytest.mark.parametrize(("mood", "state"), [("away", "unanswered"), ("rubbish", "unclear")])
def test_a_database_that_is_away_or_talks_rubbish_leaves_the_look_up_on_record(database, mood, state):
    database.mood = mood
    row, answer = looked_up()
    assert answer is not None
    assert (row.state, answer.records) == (state, ())
    assert row.says


def test_who_never_answers_is_waited_for_no_longer_than_a_person_would(database, monkeypatch):
    monkeypatch.setattr(database_client, "PATIENCE", 0.3)
    row, _ = looked_up(name="Al Slow")
    assert (row.state, row.says) == ("unanswered", database_client.AWAY)
    assert database.mood == "well"


def test_without_a_connection_the_desk_is_told_to_ask_by_telephone(settings):
    settings.PNC_URL = ""
    row, _ = looked_up()
    assert (row.state, row.says) == ("unanswered", database_client.NOT_CONNECTED)


def test_a_refused_look_up_asks_nothing_and_the_trail_tells_who_tried(database):
    with pytest.raises(RuleBroken):
        looked_up(reason="")
    with pytest.raises(NotPermitted):
        begin_look_up(actor=an_actor("contacts.view"), facts=look_up_facts())
    assert database.asked == []
    assert AuditLine.objects.filter(kind="refused", name="gateways.pnc.begin_look_up").count() == 2


def test_the_trail_holds_who_looked_for_whom_and_why(database):
    looked_up()
    line = AuditLine.objects.get(kind="did", name="gateways.pnc.begin_look_up")
    assert (line.actor_name, line.facts["facts"]["reason"]) == ("Alex Reed", "At the barrier now")
    assert line.facts["facts"]["originator"] == "PC 4711 Ash"
    assert len(database.asked) == 1


def test_nobody_else_says_what_came_of_a_look_up_and_nobody_twice():
    begun = begin_look_up(actor=LOOKER, facts=look_up_facts())
    with pytest.raises(RuleBroken):
        record_look_up(actor=an_actor(CanPnc.LOOK_UP, key=uuid7()), look_up_id=begun.id, came=Came(state="none"))
    record_look_up(actor=LOOKER, look_up_id=begun.id, came=Came(state="none"))
    with pytest.raises(RuleBroken):
        record_look_up(actor=LOOKER, look_up_id=begun.id, came=Came(state="matched"))


def test_one_sees_ones_own_look_ups_and_who_reviews_sees_all():
    begin_look_up(actor=LOOKER, facts=look_up_facts())
    assert look_ups(an_actor(CanPnc.LOOK_UP, key=uuid7())) == []
    assert len(look_ups(an_actor(CanPnc.REVIEW, key=uuid7()))) == 1
    with pytest.raises(NotPermitted):
        look_ups(an_actor("contacts.view"))


def test_the_list_tells_the_purpose_in_words(client, sign_in):
    begin_look_up(actor=LOOKER, facts=look_up_facts())
    sign_in(CanPnc.REVIEW)
    page = client.get(reverse("pnc:review")).content.decode()
    assert "Wanted or missing" in page
    assert look_ups(an_actor(CanPnc.REVIEW))[0].purpose == "warrant"


def test_the_same_key_looks_once_and_is_shown_the_record_once(client, database):
    key = {"authorization": f"Bearer {make_client_key('pnc.look_up')}", "idempotency-key": "one look"}
    first, again = (client.post("/api/v1/pnc/look-ups", BODY, "application/json", headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert ADDRESS in str(first.json()["records"])
    assert again.json()["records"] == []
    assert len(database.asked) == 1


def test_a_form_sent_again_while_its_answer_is_awaited_asks_nothing(database):
    begun, again = (once("one form", begin_look_up, actor=LOOKER, facts=look_up_facts()) for _ in range(2))
    assert begun.id == again.id
    row, answer = carried_out(LOOKER, again)
    assert (row.state, answer, database.asked) == ("asked", None, [])
    row, answer = carried_out(LOOKER, begun)
    assert answer is not None
    assert (row.state, len(database.asked)) == ("matched", 1)


def test_the_page_shows_the_record_once_and_keeps_what_was_typed_when_it_refuses(client, sign_in, database):
    sign_in(CanPnc.LOOK_UP)
    refused = client.post(reverse("pnc:look-up"), {**BODY, "reason": "x", "key": "k" * 8})
    assert refused.status_code == 422
    assert "Robin Vale" in refused.content.decode()
    shown = client.post(reverse("pnc:look-up"), {**BODY, "key": "k" * 9}).content.decode()
    assert ADDRESS in shown
    assert ADDRESS not in client.get(reverse("pnc:desk")).content.decode()
    assert ADDRESS not in client.post(reverse("pnc:look-up"), {**BODY, "key": "k" * 9}).content.decode()
    assert len(database.asked) == 1
    assert client.get(reverse("pnc:review")).status_code == 403


def test_from_an_alert_the_form_knows_whom_to_look_for_and_the_look_at_the_alert_is_on_record(client, sign_in):
    sign_in(CanPnc.LOOK_UP, CanAlert.VIEW)
    alert = make_alert()
    page = client.get(reverse("pnc:desk"), {"alert": str(alert.id)}).content.decode()
    assert "Robin Vale" in page
    assert alert.reference in page
    assert AuditLine.objects.filter(kind="looked", name="alerts.alert").count() == 1
    for nonsense in ("x", str(uuid7())):
        assert client.get(reverse("pnc:desk"), {"alert": nonsense}).status_code in (200, 404)


def test_who_may_not_see_alerts_learns_nothing_of_one_through_the_form(client, sign_in):
    sign_in(CanPnc.LOOK_UP)
    answer = client.get(reverse("pnc:desk"), {"alert": str(make_alert().id)})
    assert answer.status_code == 403
    assert "Robin Vale" not in answer.content.decode()


@pytest.mark.parametrize("hostile", ["x" * 30_000, "a\x00b", "half \ud800", "<script>alert(1)</script>", "{{ 7*7 }}"])
@pytest.mark.parametrize("field", [*BODY, "born", "vrm", "serial", "reference", "key", "seen_version"])
def test_a_hostile_field_breaks_nothing(client, sign_in, settings, field, hostile):
    settings.PNC_URL = ""
    sign_in(CanPnc.LOOK_UP)
    said = urlencode({**BODY, "key": "k" * 8, field: hostile}, errors="surrogatepass")
    answer = client.post(reverse("pnc:look-up"), said, "application/x-www-form-urlencoded")
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
