"""Receiving a message: nothing lost, nothing doubled, twins told apart, answers put where they belong."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from lineside.contacts import queries
from lineside.contacts.commands import receive_message, reply_to_contact, resolve_contact
from lineside.contacts.events import ContactOpened, MessageReceived
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, an_arrival, make_message, make_taken_contact
from lineside.kernel.errors import NotPermitted
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of

ALEX = an_actor(*CanContact)


@pytest.mark.django_db
def test_it_opens_a_waiting_contact_with_everything_that_was_read():
    with clock(datetime(2026, 11, 24, 6, 0, tzinfo=UTC)):
        contact = receive_message(
            actor=GATEWAY, arrival=an_arrival(text="a man on the track", remarks=("The date was unreadable.",))
        )
    assert contact.reference == "C-20261124-0001"
    assert (contact.state, contact.risk, contact.channel) == ("waiting", 70, "email")
    assert contact.marks == ["The date was unreadable."]
    (message,) = queries.conversation(contact.id, ALEX)
    assert message.text == "a man on the track"
    assert audit_lines() == ["contacts.receive_message"]
    assert len(events_of(ContactOpened)) == len(events_of(MessageReceived)) == 1


@pytest.mark.django_db
def test_the_reference_restarts_with_the_uk_day():
    with clock(datetime(2026, 7, 1, 22, 59, tzinfo=UTC)):
        assert make_message().reference == "C-20260701-0001"
        assert make_message().reference == "C-20260701-0002"
    with clock(datetime(2026, 7, 1, 23, 1, tzinfo=UTC)):
        assert make_message().reference == "C-20260702-0001"


@pytest.mark.django_db
def test_the_same_bytes_to_the_same_box_are_one_contact_and_to_another_box_another():
    arrival = an_arrival()
    first = receive_message(actor=GATEWAY, arrival=arrival)
    assert receive_message(actor=GATEWAY, arrival=arrival).id == first.id
    second = make_message(box="crime", sha256=arrival.sha256, message_id=arrival.message_id)
    assert second.id != first.id
    assert Contact.objects.count() == Message.objects.count() == 2
    assert "same content in another box" in queries.contact(second.id).marks[0]
    assert "same content in another box" in queries.contact(first.id).marks[0]


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_eight_times_in_one_instant_are_one_contact():
    arrival = an_arrival()

    def receive(_):
        try:
            return receive_message(actor=GATEWAY, arrival=arrival).id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(receive, range(8)))) == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_with_one_message_id_and_different_content_are_two_marked_contacts_even_in_one_instant():
    arrivals = [an_arrival(message_id="<same@x.example>", text=text) for text in ("one", "two")]

    def receive(arrival):
        try:
            return receive_message(actor=GATEWAY, arrival=arrival).id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ids = set(pool.map(receive, arrivals))
    assert len(ids) == 2
    assert all("same Message-ID and other content" in queries.contact(key).marks[0] for key in ids)
    assert Message.objects.filter(same_id_differs=True).count() == 1


@pytest.mark.django_db
def test_an_answer_of_the_same_sender_joins_the_open_contact():
    contact = make_taken_contact(ALEX)
    sent = reply_to_contact(actor=ALEX, contact_id=contact.id, text="Which train?")
    answer = make_message(in_reply_to=sent.message_id, text="The 08:14, and he has a knife")
    assert answer.id == contact.id
    row = queries.contact(contact.id)
    assert (row.risk, row.has_news, row.state) == (75, True, "taken")
    assert [message.direction for message in queries.conversation(contact.id)] == ["in", "out", "in"]


@pytest.mark.django_db
def test_a_stranger_who_names_our_message_does_not_enter_the_conversation():
    contact = make_message(message_id="<a@x.example>")
    assert make_message(references=("<a@x.example>",), sender_address="other@x.example").id != contact.id


@pytest.mark.django_db
def test_an_answer_to_a_resolved_contact_opens_another():
    contact = make_taken_contact(ALEX, message_id="<a@x.example>")
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    assert make_message(in_reply_to="<a@x.example>").id != contact.id


@pytest.mark.django_db
def test_only_a_gateway_receives():
    with pytest.raises(NotPermitted):
        receive_message(actor=an_actor(), arrival=an_arrival())
    assert Contact.objects.count() == 0


@pytest.mark.django_db
def test_a_message_that_says_nothing_is_still_a_contact():
    contact = make_message(text="", subject="", sender_name="", sender_address="", message_id="")
    assert contact.state == "waiting"
    assert make_message(text="", subject="", sender_address="", message_id="").id != contact.id
