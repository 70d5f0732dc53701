"""The contact desk as a browser sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lineside.contacts.commands import return_contact, take_contact
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call, make_message
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.pole.permissions import CanPole
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
HANDLER = (CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE, CanContact.REPLY)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def handler(client, sign_in):
    sign_in(*HANDLER)
    return client


def post(client, name, contact, **facts):
    return client.post(reverse(f"desks:{name}", args=[contact.id]), facts, headers=HTMX)


def test_nobody_sees_the_desk_before_signing_in(client):
    answer = client.get("/contact/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fcontact%2F"


def test_the_queue_shows_every_channel_with_what_it_is_about(handler):
    make_message(subject="Bag lost")
    make_call()
    page = handler.get("/contact/").content.decode()
    assert "Bag lost" in page
    assert "ringing" in page


def test_only_the_desks_that_one_may_use_are_on_the_rail(handler):
    page = handler.get("/contact/").content.decode()
    assert 'href="/contact/"' in page
    assert 'href="/supervise/"' not in page


def test_what_a_sender_wrote_cannot_become_markup(handler):
    contact = make_message(subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    page = handler.get(reverse("desks:contact", args=[contact.id])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_next_passes_over_a_call_that_somebody_is_on_and_takes_it_when_it_ends_with_nobody(handler):
    call = make_call("offered", switch_call_id="nobody-said")
    make_call("answered", switch_call_id="nobody-said")
    assert handler.post("/contact/next/", headers=HTMX).status_code == 409
    make_call("ended", switch_call_id="nobody-said")
    assert handler.post("/contact/next/", headers=HTMX)["HX-Redirect"] == f"/contact/{call.id}/"


def test_next_takes_the_gravest_that_nobody_has(handler):
    contact = make_message()
    answer = handler.post("/contact/next/", headers=HTMX)
    assert answer["HX-Redirect"] == reverse("desks:contact", args=[contact.id])
    contact.refresh_from_db()
    assert contact.state == "taken"


def test_a_contact_is_taken_and_resolved_with_a_disposition(handler):
    contact = make_message()
    assert post(handler, "contact-take", contact, seen_version=contact.version, key="a").status_code == 200
    contact.refresh_from_db()
    refused = post(handler, "contact-resolve", contact, seen_version=contact.version, reason="half a reason", key="b")
    assert refused.status_code == 422
    assert "choose one from the list" in refused.content.decode()
    assert "half a reason" in refused.content.decode()
    done = post(handler, "contact-resolve", contact, seen_version=contact.version, disposition="advice_given", key="c")
    assert done.status_code == 200
    contact.refresh_from_db()
    assert contact.state == "resolved"


def test_a_stale_save_is_refused_and_what_was_typed_stays(handler):
    contact = make_message()
    post(handler, "contact-take", contact, seen_version=contact.version, key="a")
    contact.refresh_from_db()
    stale = post(handler, "contact-reply", contact, seen_version=contact.version - 1, template="plain", text="My words")
    assert stale.status_code == 409
    assert "My words" in stale.content.decode()


def test_the_same_reply_sent_twice_is_one_reply(handler):
    contact = make_message()
    post(handler, "contact-take", contact, seen_version=contact.version, key="a")
    contact.refresh_from_db()
    for _ in range(2):
        answer = post(
            handler, "contact-reply", contact, seen_version=contact.version, template="plain", text="Hello", key="one"
        )
        assert answer.status_code == 200
    assert contact.messages.filter(direction="out").count() == 1


def test_an_abandoned_call_asks_whether_to_call_back(handler):
    contact = make_call("abandoned")
    page = handler.get(reverse("desks:contact", args=[contact.id])).content.decode()
    assert "call back?" in page
    refused = post(handler, "contact-call-back", contact, seen_version=contact.version, decision="no_call")
    assert refused.status_code == 422
    post(handler, "contact-call-back", contact, seen_version=contact.version, decision="call")
    assert Contact.objects.get(id=contact.id).call_back == "decided_to_call"


def test_an_ended_sitting_loses_no_words_because_the_page_is_not_replaced(handler):
    contact = make_message()
    handler.logout()
    answer = post(handler, "contact-reply", contact, text="My words")
    assert answer.status_code == 401


OPENER = (*HANDLER, *CanIncident, *CanTriage, CanGazetteer.LOCATE, CanPole.LOOK_UP)
THRIVE = {
    "thrive-threat": "present",
    "thrive-threat-text": "Still shouting",
    "thrive-harm": "medium",
    "thrive-harm-text": "May push somebody",
    "thrive-risk": "possible",
    "thrive-risk-text": "Next train soon",
    "thrive-investigation": "attend",
    "thrive-vulnerability": ["alone"],
    "thrive-vulnerability-text": "Nobody near",
    "thrive-scene": "not_needed",
    "thrive-prevention": "given",
}


@pytest.fixture
def in_hand(client, sign_in):
    sign_in(*OPENER)
    contact = make_message(subject="Man shouting at people", text="He is on platform 2")
    post(client, "contact-take", contact, seen_version=contact.version, key="a")
    contact.refresh_from_db()
    return contact


def opening(contact, **facts):
    return {
        "seen_version": contact.version,
        "key": "open",
        "place_text": "kgx p9",
        "place_status": "confirmed",
        "opening_code": "ASB",
        "summary": "Man shouting at people",
        **THRIVE,
        **facts,
    }


def test_an_incident_is_opened_with_the_proposed_grade_and_the_contact_is_resolved(client, in_hand):
    answer = post(client, "contact-open", in_hand, **opening(in_hand))
    assert answer.status_code == 200, answer.content.decode()
    in_hand.refresh_from_db()
    assert in_hand.state == "resolved"
    assert "Incident <a" in answer.content.decode()


def test_a_refused_opening_keeps_every_answer_and_word(client, in_hand):
    answer = post(client, "contact-open", in_hand, **opening(in_hand, place_text="nowhere at all"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "nowhere at all" in page
    assert 'value="present" checked' in page


def test_the_place_box_shows_its_readings_and_who_owns_the_place(client, in_hand):
    page = client.post("/opening/try/place/", {"place_text": "kgx p9"}, headers=HTMX).content.decode()
    assert "King&#39;s Cross" in page


def test_the_grade_is_proposed_with_its_reasons(client, in_hand):
    page = client.post("/opening/try/grade/", THRIVE, headers=HTMX).content.decode()
    assert "It is still happening" in page


def test_a_possible_duplicate_is_shown_before_opening_and_the_contact_can_join_it(client, in_hand):
    make_incident("P", place={"name": "King's Cross", "crs": "KGX", "lat": 51.5309, "lon": -0.1233})
    page = client.post("/opening/try/duplicates/", opening(in_hand) | {"contact_id": str(in_hand.id)}, headers=HTMX)
    assert "Is it one of these already?" in page.content.decode()
    assert "Add this contact to it" in page.content.decode()


def test_the_supervisor_sees_queues_and_refusals(client, sign_in):
    sign_in(CanContact.VIEW, CanContact.SUPERVISE)
    make_message()
    assert client.get("/supervise/").status_code == 200


def test_a_line_of_what_is_said_is_kept_once_and_only_the_box_comes_back(client, sign_in):
    sign_in(*HANDLER)
    call = make_call("answered")
    for _ in range(2):
        answer = post(client, "contact-note", call, text="Smoke at Hendon", key="one")
        assert answer.status_code == 200
        assert "What was said" not in answer.content.decode()
    assert call.messages.filter(direction="note").count() == 1
    refused = post(client, "contact-note", call, text=" ")
    assert refused.status_code == 422
    assert "Write down what is said." in refused.content.decode()


def test_a_stale_save_shows_what_the_record_says_now_and_what_was_typed(handler):
    contact = make_message()
    post(handler, "contact-take", contact, seen_version=contact.version, key="a")
    contact.refresh_from_db()
    page = post(
        handler,
        "contact-resolve",
        contact,
        seen_version=contact.version - 1,
        disposition="other_force",
        reason="To Kent",
    ).content.decode()
    for said in ("The record says now", "You typed", "To Kent", "has changed since you opened it"):
        assert said in page


def test_words_for_a_contact_that_went_to_another_are_shown_though_the_form_is_gone(client, sign_in):
    other = an_actor(*HANDLER, CanContact.SUPERVISE, name="Dana Voss")
    sign_in(*HANDLER)
    contact = make_message()
    post(client, "contact-take", contact, seen_version=contact.version, key="a")
    contact.refresh_from_db()
    return_contact(actor=other, contact_id=contact.id, reason="Mine")
    take_contact(actor=other, contact_id=contact.id)
    page = post(
        client, "contact-reply", contact, seen_version=contact.version, template="plain", text="We are on our way"
    ).content.decode()
    assert "taken by Dana Voss" in page
    assert "We are on our way" in page
    assert "It is kept here until the contact is in your hands again." in page


def test_the_place_that_the_message_names_is_offered_and_what_is_near_it_shown(client, in_hand):
    make_incident("P", place={"name": "King's Cross", "crs": "KGX", "lat": 51.5309, "lon": -0.1233})
    contact = make_message(subject="Fight", text="Two men are fighting on platform 9 at Kings Cross")
    post(client, "contact-take", contact, seen_version=contact.version, key="b")
    page = client.get(reverse("desks:contact", args=[contact.id]), headers=HTMX).content.decode()
    assert "Named in what was said" in page
    assert "Two people shouting" in page.split("Open incidents near here")[1]


def test_what_is_near_the_place_is_shown_as_it_is_typed(client, in_hand):
    make_incident("P", place={"name": "King's Cross", "crs": "KGX", "lat": 51.5309, "lon": -0.1233})
    page = client.post("/opening/try/place/", {"place_text": "kgx p9"}, headers=HTMX).content.decode()
    assert 'id="nearby" hx-swap-oob="true"' in page
    assert "Two people shouting" in page


def test_who_this_is_says_how_often_they_spoke_to_us(handler):
    make_message()
    page = handler.get(reverse("desks:contact", args=[make_message().id])).content.decode()
    assert "repeat: 2 in 24 hours with this one" in page


def test_one_look_at_a_contact_is_one_transaction_of_audit_lines(client, in_hand):
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("desks:contact", args=[in_hand.id]), headers=HTMX)
    looked = AuditLine.objects.filter(kind="looked").values_list("name", flat=True)
    assert {"contacts.contact", "contacts.history", "pole.likely_people"} <= set(looked)
    assert len([query for query in asked if query["sql"].startswith("SAVEPOINT")]) == 1


def test_what_the_switch_says_of_a_call_is_shown_as_the_switchs_and_apart_from_notes(handler):
    contact = make_call()
    assert "The switch" not in handler.get(reverse("desks:contact", args=[contact.id])).content.decode()
    facts = {"says": "A man <b>fell</b> on the line", "simulated": "yes"}
    make_call("answered", switch_call_id=contact.switch_call_id, facts=facts)
    page = handler.get(reverse("desks:contact", args=[contact.id])).content.decode()
    assert "from the simulator: typed by nobody here" in page
    assert "A man &lt;b&gt;fell&lt;/b&gt; on the line" in page.partition("</blockquote>")[0]
    assert "fell" not in page.partition('aria-label="What was said"')[2]
