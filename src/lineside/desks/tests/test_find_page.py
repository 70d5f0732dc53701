"""Finding by words, numbers and references, with every look-up of somebody's data on record."""

import pytest
from django.db import connection

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call, make_message
from lineside.crimes.permissions import CanCrime
from lineside.crimes.testing import make_crime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import UK
from lineside.kernel.models import AuditLine
from lineside.pole.commands import link_person
from lineside.pole.permissions import CanPole
from lineside.pole.rules import Subject
from lineside.pole.testing import REGISTRAR, make_person

pytestmark = pytest.mark.django_db
FINDER = (CanContact.VIEW, CanIncident.VIEW, CanCrime.VIEW)
WHY = "log 12: is she known?"


@pytest.fixture
def find(client, sign_in):
    sign_in(*FINDER, CanPole.LOOK_UP)

    def found(text, why=None):
        asked = {"q": text} if why is None else {"q": text, "why": why}
        return client.get("/find/", asked) if why is None else client.post("/find/", asked)

    return found


def looked(what):
    return list(AuditLine.objects.filter(kind="looked", name=what).order_by("id"))


def test_incidents_are_found_by_their_words_place_and_train_in_any_order(find):
    incident = make_incident("P", summary="Fight in coach C", headcode="1A23", place={"name": "Selby"})
    for text in ("fight selby", "SELBY fight", "1a23", "oach c fig"):
        assert incident.reference in find(text).content.decode(), text
    assert incident.reference not in find("fight york").content.decode()


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900123", "0044 7700 900-123", "900123"])
def test_contacts_and_incidents_are_found_by_a_number_however_it_is_written(find, typed):
    contact, incident = make_call(number="+447700900123"), make_incident("P", informant_number="07700 900 123")
    page = find(typed).content.decode()
    assert contact.reference in page
    assert incident.reference in page


def test_contacts_are_found_by_sender_subject_and_what_their_messages_say(find):
    contact = make_message(subject="Lost", text="My daughter left her blue rucksacks on the 08:14.")
    for text in ("sam porter", "sam.porter@passenger.example", "rucksack daughter"):
        assert contact.reference in find(text).content.decode(), text
    assert contact.reference not in find("green rucksack").content.decode()


def test_crimes_are_found_by_reference_and_what_happened(find):
    crime = make_crime()
    for text in (crime.reference, "punched platform 3"):
        assert crime.reference in find(text).content.decode(), text


def test_a_whole_reference_leads_straight_to_its_incident(find):
    incident = make_incident("P")
    assert incident.reference in find(incident.reference.lower())["Location"]


def test_what_one_may_not_see_is_not_found(client, sign_in):
    hidden, contact = make_incident("P", is_restricted=True, summary="Officer's own home"), make_message()
    sign_in(CanIncident.VIEW)
    page = client.get("/find/", {"q": "officer's own"}).content.decode()
    assert hidden.reference not in page
    page = client.get("/find/", {"q": "rucksack"}).content.decode()
    assert contact.reference not in page
    assert "Why you look up a person" not in page


def test_each_look_is_on_record_with_what_was_looked_for_and_why(find):
    find("robin vale")
    find("robin vale", WHY)
    for what in ("contacts.find_contacts", "incidents.find_incidents", "crimes.find_crimes"):
        assert [(line.facts["subject"], line.why) for line in looked(what)] == [
            ("robin vale", ""),
            ("robin vale", WHY),
        ]
    assert [line.why for line in looked("pole.find_people")] == [WHY]


def test_a_person_is_found_by_name_spelled_nearly_right_with_what_they_have_to_do_with(find):
    person, incident = make_person("Robin Vale", phone="07700 900123"), make_incident("P")
    link_person(actor=REGISTRAR, person_id=person.id, subject=Subject(kind="incident", id=incident.id, role="victim"))
    for text in ("robin vale", "Robyn Vale", "vale", "0044 7700 900123"):
        page = find(text, WHY).content.decode()
        assert "<b>Robin Vale</b>" in page, text
        assert f'victim in <a href="/incidents/{incident.reference}/">' in page


def test_no_person_is_looked_up_without_a_reason_and_what_was_typed_stays(find):
    make_person("Robin Vale")
    answer = find("robin vale", " ")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why you look up a person" in page
    assert 'value="robin vale"' in page
    assert "<b>Robin Vale</b>" not in page
    assert not looked("pole.find_people")


def test_a_link_looks_up_no_person(client, find):
    make_person("Robin Vale")
    assert "<b>Robin Vale</b>" not in client.get("/find/", {"q": "robin vale", "why": WHY}).content.decode()
    assert not looked("pole.find_people")


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "a\x00b", "' or 1=1 --", "(((&|!", "x" * 5000, "<b>x</b>", "-q-", "\U0001d518" * 90]
)
def test_hostile_text_finds_nothing_and_breaks_nothing(find, text):
    make_incident("P")
    make_message()
    answer = find(text, WHY)
    assert answer.status_code in {200, 422}
    assert "<b>x</b>" not in answer.content.decode()
    assert "<li data-row>" not in answer.content.decode()


def test_the_operations_find_the_same_and_put_the_reason_on_record(find, client):
    contact, incident = make_call(number="+447700900123"), make_incident("P", informant_number="07700 900 123")
    person = make_person("Robin Vale", phone="07700 900123")
    asked = {"text": "07700900123", "why": WHY}
    found = {
        name: [row["id"] for row in client.get(f"/api/v1/{name}/found", asked).json()["items"]]
        for name in ("contacts", "incidents", "people")
    }
    assert found == {"contacts": [str(contact.id)], "incidents": [str(incident.id)], "people": [str(person.id)]}
    crime = make_crime(summary="Rang from his own number")
    spoken = client.get("/api/v1/crimes/found", asked | {"text": "rang from"}).json()["items"]
    assert [row["reference"] for row in spoken] == [crime.reference]
    assert {line.why for line in AuditLine.objects.filter(kind="looked", name__contains=".find_")} == {WHY}
    assert client.get("/api/v1/people/found", {"text": "robin vale", "why": ""}).status_code == 422
    assert client.get("/api/v1/contacts/found", {"text": "e" * 301}).status_code == 422


def test_what_is_too_short_for_an_index_is_not_looked_for(find):
    make_incident("P")
    page = find("e").content.decode()
    assert "too short to look for" in page
    assert "<li data-row>" not in page


@pytest.mark.parametrize(
    "index",
    [
        "incidents_said",
        "contacts_said",
        "contacts_words",
        "crimes_said",
        "pole_said",
        "pole_names",
    ],
)
def test_each_search_reads_its_index(find, index):
    """The expression asked for is that of the index: a planner that may not scan the table has a way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL enable_nestloop = off"
        )
        plans: list[str] = []
        with connection.execute_wrapper(_explained(plans)):
            find("robin vale", WHY)
    assert any(index in plan for plan in plans), "\n\n".join(plans)


def _explained(plans):
    def explain(execute, sql, params, many, context):
        if sql.startswith("SELECT") and (" LIKE " in sql or "tsquery" in sql or "pole_person.name) %%" in sql):
            with context["connection"].cursor().cursor as raw:
                raw.execute("EXPLAIN " + sql, params)
                plans.append("\n".join(row[0] for row in raw.fetchall()))
        return execute(sql, params, many, context)

    return explain


def test_a_day_or_a_time_among_the_words_finds_what_was_opened_then(find):
    there = make_incident("P", summary="Fight in coach C", place={"name": "Selby"})
    at = there.opened_at.astimezone(UK)
    other = make_incident("P", summary="Lost bag", place={"name": "Selby"})
    for text in (f"{at:%d/%m/%Y} fight", f"fight {at:%Y-%m-%d %H:%M} selby"):
        page = find(text).content.decode()
        assert there.reference in page, text
        assert other.reference not in page, text
        assert f"Opened on {at:%-d %B %Y}" in page
    for text in ("fight 01/02/2024", f"{at:%d/%m/%Y} york"):
        assert there.reference not in find(text).content.decode(), text
    assert looked("incidents.find_incidents")
