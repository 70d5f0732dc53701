"""Replies: queued with their thread, claimed once, and their failures brought back."""

from datetime import timedelta

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import (
    claim_message,
    note_contact,
    record_dead_letter,
    record_delivery,
    reply_to_contact,
    resolve_contact,
    work_dead_letter,
)
from lineside.contacts.events import MessageQueued
from lineside.contacts.models import Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, make_call, make_message, make_taken_contact
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.testing import an_actor, clock, events_of

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db


def queued(**facts):
    contact = make_taken_contact(ALEX, **facts)
    return contact, reply_to_contact(actor=ALEX, contact_id=contact.id, text="Which train?")


def test_a_reply_is_queued_with_the_headers_of_its_thread():
    contact, message = queued(message_id="<b@x.example>", references=("<a@x.example>",))
    assert (message.direction, message.delivery) == ("out", "queued")
    assert (message.in_reply_to, message.references) == ("<b@x.example>", ["<a@x.example>", "<b@x.example>"])
    assert message.recipients == ["sam.porter@passenger.example"]
    assert message.subject == f"Re: Bag left on the train [{contact.reference}]"
    assert contact.reference in message.text
    assert len(events_of(MessageQueued)) == 1


def test_a_contact_that_nobody_took_or_that_rang_is_not_answered_by_mail():
    with pytest.raises(RuleBroken, match="Take"):
        reply_to_contact(actor=ALEX, contact_id=make_message().id, text="x")
    with pytest.raises(RuleBroken, match="no address"):
        reply_to_contact(actor=ALEX, contact_id=make_call("answered").id, text="x")


def test_a_message_is_claimed_once_and_again_when_the_lease_ran_out():
    _, message = queued()
    assert queries.unsent_messages() == [message.id]
    first = claim_message(actor=GATEWAY)
    assert first
    assert first.id == message.id
    assert claim_message(actor=GATEWAY) is None
    assert queries.unsent_messages() == []
    with clock(now() + timedelta(minutes=25)):
        assert claim_message(actor=GATEWAY) is None, "a mail server may take that long"
    with clock(now() + timedelta(minutes=31)):
        again = claim_message(actor=GATEWAY)
    assert again
    assert again.attempts == 2


def test_a_sent_message_is_done():
    _, message = queued()
    claim_message(actor=GATEWAY)
    assert record_delivery(actor=GATEWAY, message_id=message.id, outcome="sent").delivery == "sent"
    with clock(now() + timedelta(days=1)):
        assert claim_message(actor=GATEWAY) is None


def test_a_passing_failure_is_tried_again_later_and_at_last_given_up():
    contact, message = queued()
    at = now()
    for _ in range(20):
        with clock(at):
            claim_message(actor=GATEWAY)
            kept = record_delivery(actor=GATEWAY, message_id=message.id, outcome="later", detail="451 busy")
            at += timedelta(hours=5)
    assert (kept.delivery, kept.attempts) == ("failed", 20)
    assert "Given up" in queries.contact(contact.id).delivery_failure


def test_a_failure_brings_the_contact_back_to_the_queue_with_what_went_wrong():
    contact, message = queued()
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    record_delivery(actor=GATEWAY, message_id=message.id, outcome="failed", detail="550 no such user")
    row = queries.contact(contact.id)
    assert (row.state, row.delivery_failure, row.handler_id) == ("waiting", "550 no such user", None)
    assert Message.objects.get(id=message.id).failure == "550 no such user"


def test_a_failure_leaves_the_contact_with_who_has_it_in_hand_and_is_not_cleared_unseen():
    contact, message = queued()
    unseen = queries.contact(contact.id).version
    record_delivery(actor=GATEWAY, message_id=message.id, outcome="failed", detail="550 no such user")
    row = queries.contact(contact.id)
    assert (row.state, row.handler_id) == ("taken", ALEX.id)
    assert (row.delivery_failure, row.has_news) == ("550 no such user", True)
    note_contact(actor=ALEX, contact_id=contact.id, text="She rang instead.")
    with pytest.raises(Stale):
        resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given", seen_version=unseen)


def test_a_bounce_joins_the_contact_whatever_its_sender():
    contact, message = queued()
    bounce = make_message(sender_address="mailer-daemon@x.example", bounce_of=message.message_id, is_auto=True)
    assert bounce.id == contact.id


def test_a_dead_letter_is_kept_once_and_worked_by_somebody():
    letter = record_dead_letter(actor=GATEWAY, gateway="email", sha256="a" * 64, raw_id=None, why="too big")
    assert record_dead_letter(actor=GATEWAY, gateway="email", sha256="a" * 64, raw_id=None, why="x").id == letter.id
    with pytest.raises(RuleBroken):
        work_dead_letter(actor=ALEX, dead_letter_id=letter.id, how=" ", seen_version=0)
    work_dead_letter(actor=ALEX, dead_letter_id=letter.id, how="Rang them", seen_version=0)
    assert queries.dead_letters(ALEX)[0].worked_by == "Alex Reed"
