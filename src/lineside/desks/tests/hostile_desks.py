"""The forms of the contact, control and crime desks, as a person fills them in."""

import json

from lineside.contacts.commands import take_contact
from lineside.contacts.testing import make_call, make_flood, make_message, make_taken_contact
from lineside.crimes.testing import make_crime
from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.pole.models import Person

THRIVE = {
    "thrive-threat": "present",
    "thrive-harm": "medium",
    "thrive-risk": "likely",
    "thrive-investigation": "attend",
    "thrive-vulnerability": "none",
    "thrive-scene": "given",
    "thrive-prevention": "given",
}
OPENING = {
    "place_text": "kgx p9",
    "place_status": "confirmed",
    "opening_code": "ASB",
    "headcode": "1A23",
    "informant_name": "Kim Vale",
    "informant_number": "07700 900123",
    "summary": "Shouting at staff",
    "grade": "I",
    "grade_reason": "Because",
    "crime_bar": "not_met",
    "crime_bar_reason": "Nobody was touched or threatened",
    "thrive-threat-text": "He is shouting",
    **THRIVE,
}
OPENED = {"place_status", "opening_code", "grade", "crime_bar"}
CRIME = {
    "offence": json.dumps(["105/01", "105A", "Common assault and battery", "Criminal Justice Act 1988 s39"]),
    "summary": "Slapped once",
    "place_text": "Leeds",
    "committed_from": "24/11/2025 14:05",
    "committed_to": "24/11/2025 14:10",
    "late_reason": "",
    "victim_kind": "person",
    "victim_name": "Robin Vale",
    "victim_phone": "07700 900123",
    "victim_email": "robin@passenger.example",
    "suspect_name": "Lee",
    "suspect_description": "red coat",
    "item_role": "stolen",
    "item_kind": "property",
    "item_description": "telephone",
    "item_mark": "35 2099",
    "item_value": "12.50",
}


def waiting(_actor):
    contact = make_message()
    return Ask((contact.id,), contact.version)


def with_one_waiting(_actor):
    make_message()
    return Ask()


def with_an_incident(_actor):
    make_incident("P")
    return Ask()


def taken(actor):
    contact = make_taken_contact(actor)
    return Ask((contact.id,), contact.version)


def in_flood(actor):
    contact = take_contact(actor=actor, contact_id=make_flood()[-1].id)
    return Ask((contact.id,), contact.version)


def taken_beside_incident(actor):
    contact = make_taken_contact(actor)
    return Ask((contact.id, make_incident("P").id), contact.version)


def abandoned(_actor):
    contact = make_call("abandoned")
    return Ask((contact.id,), contact.version)


def answered(_actor):
    contact = make_call("answered", line_type="SIGNALLER")
    return Ask((contact.id,), contact.version)


def answered_beside_incident(_actor):
    contact = make_call("answered", line_type="SIGNALLER")
    return Ask((contact.id, make_incident("P").id), contact.version)


def an_incident(_actor):
    return Ask((make_incident("P", opening_code="VIOL").id,))


def a_crime(_actor):
    incident = make_incident("P", opening_code="VIOL")
    return Ask((incident.id, make_crime(incident.id).id))


def from_a_victim(_actor):
    make_crime()
    contact = make_call("answered", number="+447700900123", name="Robin Vale")
    return Ask((contact.id, Person.objects.filter(name="Robin Vale").latest("id").id), contact.version)


CONTROL = {
    "control-line": Form({"text": "A line", "event_at": ""}, {"event_at"}, an_incident),
    "control-foreseen": Form({"text": "/g I Knife seen"}, {"text"}, an_incident),
    "control-regrade": Form(
        {**THRIVE, "thrive-threat-text": "Gone", "grade": "I", "reason": "Knife"}, {"grade"}, an_incident
    ),
    "control-result": Form(
        {"closing_code": "ASB2", "result_codes": "TRF", "reference-TRF": "WMP-44"},
        {"closing_code", "result_codes"},
        an_incident,
    ),
    "control-new": Form(OPENING, OPENED),
    "call-take": Form({}, set(), answered),
    "call-open": Form(OPENING, OPENED, answered),
    "call-attach": Form({}, set(), answered_beside_incident),
}
CONTACT = {
    "contact-next": Form({}, set(), with_one_waiting),
    "contact-take": Form({}, set(), waiting),
    "contact-return": Form({"reason": "For somebody who speaks Welsh"}, set(), taken),
    "contact-repeat-seen": Form({}, set(), from_a_victim),
    "contact-note": Form({"text": "She hears shouting", "event_at": ""}, {"event_at"}, answered),
    "contact-resolve": Form({"disposition": "advice_given", "reason": "Told her"}, {"disposition"}, taken),
    "contact-resolve-flood": Form(
        {"disposition": "advice_given", "reason": "The same advertisement", "seen_count": "1"},
        {"disposition", "seen_count"},
        in_flood,
    ),
    "contact-reply": Form({"template": "plain", "text": "Thank you for telling us"}, {"template"}, taken),
    "contact-reply-size": Form({"template": "plain", "text": "Thank you"}, {"template", "text"}, taken),
    "contact-call-back": Form({"decision": "no_call", "reason": "Rang again since"}, {"decision"}, abandoned),
    "contact-open": Form(OPENING, OPENED, taken),
    "contact-attach": Form({}, set(), taken_beside_incident),
    "place": Form({"place_text": "kgx p9"}, {"place_text"}),
    "propose": Form({**THRIVE, "opening_code": "ASB"}, {"opening_code"}),
    "kind-questions": Form({**THRIVE, "opening_code": "DA"}, {"opening_code"}),
    "duplicates": Form(
        {
            "place_text": "Leeds",
            "headcode": "1A23",
            "informant_number": "07700 900123",
            "opening_code": "ASB",
            "contact_id": "",
            "at_control": "",
        },
        {"place_text", "headcode", "informant_number", "opening_code", "contact_id", "at_control"},
        with_an_incident,
    ),
}
CRIMES = {
    "crime-record": Form(CRIME, {"victim_kind", "item_role", "item_kind"}, an_incident),
    "no-crime": Form(
        {"reason_code": "not_a_crime", "rationale": "A quarrel on a seat", "told_reporter_at": "", "telling": "Rang"},
        {"reason_code"},
        an_incident,
    ),
    "crime-reclassify": Form({"offence": "008/06 8N", "reason": "A bruise"}, set(), a_crime),
}
