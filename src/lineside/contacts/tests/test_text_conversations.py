"""Texts: one contact a conversation, words that mean more, replies, and the silence after them."""

from datetime import timedelta

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import (
    amend_message,
    claim_message,
    note_silence,
    record_delivery,
    reply_to_contact,
    resolve_contact,
    take_contact,
)
from lineside.contacts.events import MessageQueued
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, make_taken_contact, make_text
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db


def taken(**facts):
    return take_contact(actor=ALEX, contact_id=make_text(**facts).id)


def sent(template="plain", text="Which coach?", **facts):
    contact = taken(**facts)
    return contact, reply_to_contact(actor=ALEX, contact_id=contact.id, template=template, text=text)


def test_what_one_number_texts_is_one_contact():
    first, second = make_text("He has"), make_text("a knife")
    assert first.id == second.id
    row = queries.contact(first.id)
    assert (row.channel, row.box_or_line, row.risk, row.gist) == ("text", "61016", 75, "He has")
    assert [message.text for message in queries.conversation(first.id)] == ["He has", "a knife"]


def test_two_numbers_are_two_contacts_and_a_withheld_one_is_never_joined():
    assert make_text().id != make_text(number="+447700900124").id
    assert make_text(number="").id != make_text(number="").id


def test_a_text_joins_the_contact_that_somebody_has_in_hand():
    contact = taken()
    make_text("Now at Leeds")
    row = queries.contact(contact.id)
    assert (row.state, row.handler_name, row.has_news) == ("taken", "Alex Reed", True)


def test_a_conversation_ends_when_it_is_resolved():
    contact = taken()
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    assert Contact.objects.get(id=contact.id).ended_at
    assert make_text().id != contact.id


def test_a_conversation_ends_when_it_was_silent_for_longer_than_the_window():
    first = make_text(received_at=now() - timedelta(hours=47))
    assert make_text(received_at=now() - timedelta(hours=23, minutes=59)).id == first.id
    assert make_text(received_at=now()).id == first.id
    with clock(now() + timedelta(hours=25)):
        assert make_text().id != first.id


def test_a_reply_keeps_the_window_open():
    contact, _ = sent(received_at=now() - timedelta(hours=23))
    with clock(now() + timedelta(hours=20)):
        assert make_text("Coach C").id == contact.id


def test_a_text_and_a_mail_from_anybody_stay_apart():
    assert make_text(number="sam.porter@passenger.example").id != make_taken_contact(ALEX).id


@pytest.mark.parametrize("words", ["register", "REGISTER.", "Register me please"])
def test_register_is_marked_and_told_where_to_register(words):
    contact = make_text(words)
    assert "emergencySMS" in contact.marks[0]
    (answer,) = Message.objects.filter(contact=contact, direction="out")
    assert (answer.is_auto, answer.delivery, answer.recipients) == (True, "queued", ["+447700900123"])
    assert "REGISTER to 999" in answer.text
    assert len(events_of(MessageQueued)) == 1


def test_one_word_that_asks_for_help_goes_to_the_front():
    contact = make_text("HELP!")
    assert (contact.risk, contact.risk_why) == (85, "says “help!”")
    assert "call 999 now" in Message.objects.get(contact=contact, direction="out").text


def test_words_that_mean_more_are_answered_once_and_never_to_a_machine():
    contact = make_text("register")
    make_text("register")
    make_text("help")
    assert Message.objects.filter(contact=contact, direction="out").count() == 1
    assert len(contact.marks) == 1
    for number in ("RAILCO", "", "999"):
        assert not Message.objects.filter(contact=make_text("help", number=number), direction="out").exists()


def test_a_sentence_with_such_a_word_in_it_is_a_sentence():
    assert not Message.objects.filter(contact=make_text("Please help him stop"), direction="out").exists()


def test_a_reply_is_queued_for_the_number_and_an_answer_is_waited_for():
    contact, message = sent()
    assert (message.text, message.sender_address, message.recipients) == ("Which coach?", "61016", ["+447700900123"])
    row = queries.contact(contact.id)
    assert row.awaiting_until
    assert (row.awaiting_until - message.at).total_seconds() == 15 * 60
    assert "contacts.reply_to_contact" in audit_lines()


def test_an_answer_ends_the_waiting_and_silence_brings_the_contact_back_to_the_eye():
    contact, _ = sent()
    assert note_silence(actor=GATEWAY) == 0
    make_text("Coach C")
    assert queries.contact(contact.id).awaiting_until is None
    other, _ = sent(number="+447700900124")
    with clock(now() + timedelta(minutes=16)):
        assert queries.overdue_answers()
        assert note_silence(actor=GATEWAY) == 1
        assert not queries.overdue_answers()
    row = queries.contact(other.id)
    assert row.has_news
    assert "No answer by" in row.marks[-1]


def test_a_template_holds_the_words_without_gaps():
    contact, message = sent("received", "")
    assert message.text == (
        f"Lineside Railway Police: thank you, we have your text and are dealing with it. Ref {contact.reference}."
        " In danger now? Call 999."
    )


def test_a_text_that_nobody_would_read_is_refused():
    contact = taken()
    with pytest.raises(RuleBroken, match="1000 characters at most; this has 1001"):
        reply_to_contact(actor=ALEX, contact_id=contact.id, text="x" * 1001)
    with pytest.raises(RuleBroken, match="Write what"):
        reply_to_contact(actor=ALEX, contact_id=contact.id, text=" ")


@pytest.mark.parametrize("number", ["RAILCO", "", "+44 7700", "12"])
def test_a_sender_that_cannot_be_texted_is_not(number):
    contact = taken(number=number)
    with pytest.raises(RuleBroken, match="No text can be sent"):
        reply_to_contact(actor=ALEX, contact_id=contact.id, text="Which coach?")


def test_mail_and_texts_are_claimed_apart():
    _, message = sent()
    assert claim_message(actor=GATEWAY) is None
    assert queries.unsent_messages() == []
    assert queries.unsent_messages("text") == [message.id]
    claimed = claim_message(actor=GATEWAY, channel="text")
    assert claimed
    assert claimed.id == message.id


def test_what_was_heard_of_a_delivery_is_not_unsaid():
    _, message = sent()
    for outcome, stands in (("sent", "sent"), ("later", "sent"), ("delivered", "delivered"), ("failed", "delivered"),
                            ("sent", "delivered")):  # fmt: skip
        assert record_delivery(actor=GATEWAY, message_id=message.id, outcome=outcome).delivery == stands


def test_a_busy_network_is_tried_again_within_seconds_and_not_for_ever():
    _, message = sent()
    soon = timedelta(seconds=2)
    queued = record_delivery(actor=GATEWAY, message_id=message.id, outcome="later", detail="busy", again_in=soon)
    assert (queued.delivery, queued.failure) == ("queued", "busy")
    assert queued.try_at
    assert queued.try_at - now() <= soon
    with clock(now() + timedelta(hours=6)):
        failed = record_delivery(actor=GATEWAY, message_id=message.id, outcome="later", detail="busy", again_in=soon)
    assert failed.delivery == "failed"
    assert "Given up" in failed.failure


def test_the_rest_of_a_text_that_came_late_is_put_in_its_place():
    contact = make_text("There is a [part 2 of 2 has not come]", sha256="a" * 64)
    amend_message(actor=GATEWAY, box="61016", sha256="a" * 64, text="There is a gun", remarks=("Its rest came late.",))
    row = queries.contact(contact.id)
    assert (row.risk, row.gist, row.has_news) == (75, "There is a gun", True)
    (message,) = queries.conversation(contact.id)
    assert (message.text, message.remarks) == ("There is a gun", ["Its rest came late."])


def test_the_rest_of_a_text_brings_a_resolved_contact_back_into_the_queue():
    contact = take_contact(actor=ALEX, contact_id=make_text("There is a man", sha256="a" * 64).id)
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    amend_message(actor=GATEWAY, box="61016", sha256="a" * 64, text="There is a man and he has a knife", remarks=())
    row = queries.contact(contact.id)
    assert (row.state, row.handler_name) == ("waiting", "")
    assert [each.id for each in queries.queue(ALEX)] == [contact.id]
