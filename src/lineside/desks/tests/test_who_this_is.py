"""Who this is, at the contact desk: persons as likely as they are, and what stands on their number."""

import pytest
from django.urls import reverse

from lineside.access.queries import actor_of
from lineside.contacts.commands import mark_silent, take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call, make_message
from lineside.incidents.permissions import CanIncident
from lineside.pole.permissions import CanPole
from lineside.pole.testing import make_marker, make_person
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db


def test_who_it_may_be_is_shown_with_reasons_and_with_what_stands_on_the_number(client, sign_in):
    sign_in(CanContact.VIEW, CanPole.LOOK_UP)
    make_person("Robin Vale", phone="07700 900123")
    make_marker("07700 900123", code="unsafe_contact")
    contact = make_call(number="+447700900123")
    page = client.get(reverse("desks:contact", args=[contact.id])).content.decode()
    assert "possibly the same person" in page or "likely the same person" in page
    assert "telephone number: the same (+" in page
    assert "Read this before you call or write" in page


def test_who_may_not_look_persons_up_sees_neither(client, sign_in):
    sign_in(CanContact.VIEW)
    make_person("Robin Vale", phone="07700 900123")
    make_marker("07700 900123", code="unsafe_contact")
    page = client.get(reverse("desks:contact", args=[make_call().id])).content.decode()
    assert "Robin Vale" not in page
    assert "Read this before" not in page


def test_who_reports_by_the_form_with_a_number_alone_is_known_by_it(client, sign_in):
    sign_in(CanContact.VIEW, CanPole.LOOK_UP)
    make_marker("07700 900123", code="unsafe_contact")
    contact = make_message(channel="web", box="web", sender_address="+447700900123")
    page = client.get(reverse("desks:contact", args=[contact.id])).content.decode()
    assert "Read this before you call or write" in page


def test_what_came_by_another_way_of_who_is_certainly_known_is_counted_and_a_namesakes_is_not(client, sign_in):
    sign_in(CanContact.VIEW, CanPole.LOOK_UP)
    make_person("Robin Vale", phone="07700 900123", email="robin@passenger.example")
    make_person("Robin Vale", phone="07700 900555")
    call, other = make_call(number="07700900123"), make_call(number="07700900555", switch_call_id="another")
    contact = make_message(sender_name="Robin Vale", sender_address="robin@passenger.example")
    page = client.get(reverse("desks:contact", args=[contact.id])).content.decode()
    assert "certainly known: +447700900123, robin@passenger.example" in page
    who = page.partition('id="who-title"')[2]
    assert call.reference in who
    assert other.reference not in who
    assert "<td>1</td><td>1</td><td>1</td>" in who


def test_a_silent_call_from_a_marked_number_shows_immediate_before_the_first_answer(client, sign_in):
    actor = actor_of(sign_in(*CanContact, CanPole.LOOK_UP, *CanIncident, *CanTriage))
    make_marker("07700 900123", code="vulnerable")
    call = make_call(number="07700900123", line_type="999_BT")
    take_contact(actor=actor, contact_id=call.id)
    mark_silent(actor=actor, contact_id=call.id, silent="55")
    why = "Silent, 55 pressed, and a warning stands on the number"
    assert why in client.get(reverse("desks:contact", args=[call.id])).content.decode()
    assert why in client.post(reverse("desks:propose"), {"contact_id": call.id}).content.decode()


def test_words_that_tell_an_offence_ask_about_the_crime_bar_unless_the_kind_goes_to_the_recorders_anyway(
    client, sign_in
):
    sign_in(*CanIncident, *CanTriage)
    told = {"summary": "Two lads shouting, one punched a man", "opening_code": "ASB"}
    asked = "“punched” may be an assault"
    assert asked in client.post(reverse("desks:propose"), told).content.decode()
    assert asked not in client.post(reverse("desks:propose"), {**told, "opening_code": "VIOL"}).content.decode()
