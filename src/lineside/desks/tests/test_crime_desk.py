"""The crime desk as a browser sees it: the worklist, the record with its people and things, and the refusals."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.crimes.models import Crime, CrimeDecision
from lineside.crimes.permissions import CanCrime
from lineside.crimes.testing import RECORDING
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents import queries as incidents
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import UK, now

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
COMMON = json.dumps(["105/01", "105A", "Common assault and battery", "Criminal Justice Act 1988 s39"])


@pytest.fixture
def recorder(client, sign_in):
    sign_in(*RECORDING, CanGazetteer.LOCATE)
    return client


@pytest.fixture
def registrar(client, sign_in):
    sign_in(*RECORDING, CanCrime.RECLASSIFY, CanGazetteer.LOCATE, username="registrar")
    return client


@pytest.fixture
def incident():
    return make_incident("P", opening_code="VIOL")


def record(client, incident, **facts):
    asked = {"offence": COMMON, "summary": "Slapped once", "victim_name": "Robin Vale", "place_text": "Leeds", **facts}
    answer = client.post(reverse("desks:crime-record", args=[incident.id]), asked, headers=HTMX)
    return answer.status_code, answer.content.decode()


def decide(client, incident, **facts):
    asked = {"reason_code": "not_a_crime", "rationale": "A quarrel about a seat, nobody touched."} | facts
    answer = client.post(reverse("desks:no-crime", args=[incident.id]), asked, headers=HTMX)
    return answer.status_code, answer.content.decode()


def test_the_worklist_shows_what_is_owed_with_its_clock(recorder, incident):
    page = recorder.get("/crime/").content.decode()
    assert incident.reference in page
    assert 'title="record by' in page
    assert "Assault or violence" in page  # in words, not by its code


def test_victim_suspects_location_and_property_are_records_and_are_on_the_screen(recorder, incident):
    status, page = record(
        recorder,
        incident,
        victim_phone="07700 900123",
        suspect_name=["Lee Marsden", ""],
        suspect_description=["red coat", "a tall man who ran towards the exit"],
        item_role=["stolen", "damaged"],
        item_kind=["property", "property"],
        item_description=["a black telephone", "spectacles"],
        item_mark=["35 2099 001761 481", ""],
        item_value=["400", "£1,250.50"],
    )
    assert status == 200
    for shown in (
        "scene", "Leeds", "Robin Vale", "Lee Marsden red coat", "unknown a tall man who ran towards the exit",
        "a black telephone", "352099001761481", "£400.00", "damaged", "spectacles", "£1250.50",
    ):  # fmt: skip
        assert shown in page, shown
    crime = Crime.objects.get()
    assert incidents.incident(OPERATOR, incident.id).crime_references == [crime.reference]
    assert recorder.get("/crime/").content.decode().count(incident.reference) == 0


def test_an_organisation_is_a_victim_too(recorder, incident):
    page = record(recorder, incident, victim_kind="organisation", victim_name="Northern Buffet Ltd")[1]
    assert "Northern Buffet Ltd" in page


def test_the_proposed_offence_stands_first_with_its_reason(recorder, incident):
    page = recorder.get(reverse("desks:occurrence", args=[incident.id]), headers=HTMX).content.decode()
    assert 'data-key="a"' in page
    assert page.index("105A 105/01") < page.index("8N 008/06")
    assert "no injury and no lasting pain told" in page


def test_what_the_words_of_the_report_propose_stands_beside_it_with_its_reason(recorder):
    said = make_incident("P", opening_code="VIOL", summary="A man punched her and took her phone")
    page = recorder.get(reverse("desks:occurrence", args=[said.id]), headers=HTMX).content.decode()
    assert "By the words of the report: 34B Robbery of Personal Property" in page
    assert "“punched”" in page


@pytest.mark.parametrize(
    ("find", "finds"),
    [("actual bodily harm", "8N 008/06"), ("008/06", "8T 008/06"), ("8n", "8N 008/06"), ("s39", "105A 105/01")],
)
def test_an_offence_is_found_by_words_code_class_and_statute(recorder, find, finds):
    assert finds in recorder.get("/crime/offences/", {"find": find, "into": "offence-found"}).content.decode()


def test_where_offences_are_shown_cannot_be_made_markup(recorder):
    page = recorder.get("/crime/offences/", {"find": "abh", "into": '"><script>'}).content.decode()
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"offence": "999/99 99Z"}, "is not on the Home Office list in force"),
        ({"offence": "008/06 105A"}, "does not stand in class 105A"),
        ({"offence": ""}, "Choose an offence from the list."),
        ({"offence": "[1]"}, "Choose an offence from the list."),
        ({"offence": "[null, {}]"}, "Choose an offence from the list."),
        ({"victim_name": ""}, "say who: a person or an organisation"),
        ({"victim_phone": "no number"}, "Victim: &#39;no number&#39; cannot be read as a telephone number"),
        ({"victim_kind": "ghost"}, "Victim: Choose person or organisation."),
        ({"item_description": "phone", "item_value": "lots"}, "Give the value in pounds"),
        ({"item_description": "phone", "item_role": "eaten"}, "is not a role"),
        ({"item_mark": "35 2099"}, "Say what the thing is."),
        ({"suspect_name": "x" * 5000}, "Suspect: Keep this to 200 characters"),
        ({"suspect_description": "red\x00coat"}, "control character"),
        ({"committed_from": "yesterday"}, "Write the time as 24/11/2026 14:05."),
        ({"committed_from": "24/11/2126 14:05"}, "That time is in the future; check it."),
        ({"committed_from": "24/11/1826 14:05"}, "too early to be right"),
        ({"committed_from": "02/11/2026 14:05", "committed_to": "01/11/2026 14:05"}, "ended before it began"),
        ({"summary": "x" * 8001}, "8000"),
        ({"place_text": "x" * 301}, "300"),
        ({"place_text": "newport"}, "More than one place fits"),
    ],
)
def test_a_refused_record_says_why_in_a_sentence_and_keeps_what_was_typed(recorder, incident, facts, sentence):
    status, page = record(recorder, incident, **{"summary": "Slapped by the gates", **facts})
    assert status == 422
    assert sentence in page
    kept = {"summary": "Slapped by the gates", "victim_name": "Robin Vale", **facts}
    for name, typed in kept.items():
        if name in ("summary", "victim_name", "suspect_name", "item_mark", "place_text", "committed_from") and typed:
            assert typed in page, name
    assert not Crime.objects.exists()


def test_past_the_24_hours_it_needs_a_reason(recorder):
    late = make_incident("P", opening_code="VIOL", first_contact_at=now() - timedelta(hours=25))
    status, page = record(recorder, late)
    assert (status, "say why it is recorded late" in page) == (422, True)
    assert record(recorder, late, late_reason="The victim was in surgery.")[0] == 200


def test_what_somebody_else_decided_meanwhile_is_seen_first(recorder, incident):
    record(recorder, incident, seen_version=0)
    status, page = record(recorder, incident, seen_version=0, summary="A second blow")
    assert (status, "Somebody else has decided" in page, "A second blow" in page) == (409, True, True)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reason_code": ""}, "That is not on the closed list of reasons"),
        ({"reason_code": "nobody_cares"}, "That is not on the closed list of reasons"),
        ({"rationale": ""}, "Write the rationale."),
        ({}, "Say why the reporting person has not been told."),
        ({"told_reporter_at": "24/11/2126 14:05", "telling": "By telephone"}, "That time is in the future"),
        ({"told_reporter_at": "24/11/2006 14:05", "telling": "By telephone"}, "too early to be right"),
        ({"told_reporter_at": "soon", "telling": "By telephone"}, "Write the time as"),
        ({"rationale": "bell\x07 and more words", "telling": "By telephone"}, "control character"),
    ],
)
def test_no_crime_needs_its_reason_and_telling_the_reporting_person(recorder, incident, facts, sentence):
    status, page = decide(recorder, incident, **facts)
    assert (status, sentence in page) == (422, True)
    assert facts.get("telling", "") in page
    assert not CrimeDecision.objects.exists()
    assert incidents.holds(incident.id)


def test_no_crime_is_decided_and_the_incident_need_no_longer_wait(recorder, incident):
    told = now().astimezone(UK).strftime("%d/%m/%Y %H:%M")
    status, page = decide(recorder, incident, told_reporter_at=told, telling="By telephone, who agreed")
    assert (status, "By telephone, who agreed" in page) == (200, True)
    assert incidents.holds(incident.id) == []


def test_a_registrar_changes_the_class_with_what_showed_it(registrar, incident):
    record(registrar, incident)
    crime = Crime.objects.get()
    path = reverse("desks:crime-reclassify", args=[incident.id, crime.id])
    for facts, sentence in (
        ({"offence": "008/06 8N"}, "Say what showed that the classification was wrong."),
        ({"offence": "008/06 99Z", "reason": "A bruise"}, "is not on the Home Office list"),
        ({"offence": COMMON, "reason": "A bruise"}, "It is classified so already."),
    ):
        answer = registrar.post(path, facts, headers=HTMX)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert facts.get("reason", "") in answer.content.decode()
    done = registrar.post(path, {"offence": "008/06 8N", "reason": "The doctor saw a bruise"}, headers=HTMX)
    assert "8N 008/06" in done.content.decode()
    crime.refresh_from_db()
    assert crime.offence_class == "8N"


def test_a_recorder_has_no_way_to_change_a_class(recorder, incident):
    page = record(recorder, incident)[1]
    assert "Change class" not in page
    path = reverse("desks:crime-reclassify", args=[incident.id, Crime.objects.get().id])
    assert recorder.post(path, {"offence": "008/06 8N", "reason": "x"}, headers=HTMX).status_code == 403


def test_what_the_counting_rules_say_stands_beside_the_form_before_it_is_sent(recorder, incident):
    facts = {"offence": COMMON, "victim_name": "Robin Vale", "place_text": "Leeds", "jurisdiction": "england_wales"}
    path = reverse("desks:crime-count", args=[incident.id])
    page = recorder.post(path, facts | {"reporter": "victim", "confirms": "yes"}, headers=HTMX).content.decode()
    assert "<b>Record</b>" in page
    assert "<b>105A 105/01</b> against Robin Vale" in page
    page = recorder.post(path, facts | {"reporter": "third_party", "confirms": "no"}, headers=HTMX).content.decode()
    assert "<b>Crime related incident</b>" in page
    assert "a1 is not counted: no victim confirmation <small>(CRR 2026/27 p9)</small>" in page
    page = recorder.post(path, facts | {"offence": "", "reporter": "victim"}, headers=HTMX).content.decode()
    assert "Choose an offence from the list." in page
    assert not Crime.objects.exists()
