"""A call on which nobody speaks: what is asked and answered by taps, and that it ends only as the rules allow."""

from datetime import timedelta

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import (
    answer_silently,
    ask_silently,
    decide_call_back,
    mark_relay,
    mark_silent,
    record_call_moment,
    record_ring_back,
    resolve_contact,
    take_contact,
)
from lineside.contacts.models import Contact, RingBack
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, a_call
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
ROBIN = uuid7()
ANOTHER = an_actor(CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE, key=uuid7())
SUPERVISOR = an_actor(*CanContact, name="Robin Ash", key=ROBIN)


def say(call_id, kind, seconds=0, facts=None, line="999_BT"):
    call = a_call(kind, now() + timedelta(seconds=seconds), switch_call_id=call_id, line_type=line, facts=facts or {})
    return record_call_moment(actor=GATEWAY, call=call)


@pytest.fixture
def silent():
    call_id = str(uuid7())
    say(call_id, "offered", -9, {"silent": "55"})
    contact = say(call_id, "answered", -5)
    return take_contact(actor=SUPERVISOR, contact_id=contact.id), call_id


def as_handler(contact):
    """The same call in the hands of somebody who supervises nobody."""
    handler = an_actor(CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE, key=ROBIN)
    return handler, Contact.objects.get(pk=contact.pk)


def test_55_that_the_switch_tells_raises_the_call_above_every_other_999(silent):
    contact, _ = silent
    row = queries.contact(contact.id, SUPERVISOR)
    assert (row.silent, row.risk, row.risk_why) == ("55", 96, "silent, 55 pressed")
    assert "yes" in queries.silent_kind(row)["tells"]


def test_a_question_its_taps_and_the_keys_the_switch_heard_are_kept_with_their_times(silent):
    contact, call_id = silent
    asked = ask_silently(actor=SUPERVISOR, contact_id=contact.id, question="danger_now")
    say(call_id, "pressed", 0, {"digit": "1"})
    tones = queries.tones_of(contact.id, queries.silent_questions(contact.id))
    assert tones
    assert (tones.digits, tones.means) == ("1", "yes, unless another follows")
    answered = answer_silently(actor=SUPERVISOR, question_id=asked.id, taps=1)
    assert (answered.answer, answered.tones, answered.answered_by) == ("yes", 1, "Robin Ash")
    [row] = queries.silent_questions(contact.id)
    assert row.answered_at
    assert row.answered_at >= row.asked_at
    said = [message.text for message in queries.conversation(contact.id)]
    assert said == ["Asked by taps: Are you in danger now? One tap: yes; the switch heard 1 key."]
    assert queries.tones_of(contact.id, [row]) is None


def test_the_second_question_waits_and_an_answer_is_given_once(silent):
    contact, _ = silent
    asked = ask_silently(actor=SUPERVISOR, contact_id=contact.id, question="danger_now")
    with pytest.raises(RuleBroken, match="waits for its answer"):
        ask_silently(actor=SUPERVISOR, contact_id=contact.id, question="hurt")
    answer_silently(actor=SUPERVISOR, question_id=asked.id, taps=0)
    with pytest.raises(RuleBroken, match="has its answer"):
        answer_silently(actor=SUPERVISOR, question_id=asked.id, taps=1)


def test_a_silent_call_is_not_closed_before_an_attempt_to_ring_back(silent):
    contact, _ = silent
    handler, contact = as_handler(contact)
    with pytest.raises(RuleBroken, match="without an attempt to ring back"):
        resolve_contact(actor=handler, contact_id=contact.id, disposition="accidental", reason="Pocket")
    record_ring_back(actor=handler, contact_id=contact.id, outcome="no_answer")
    ended = resolve_contact(actor=handler, contact_id=contact.id, disposition="could_not_reach", reason="No answer")
    assert (ended.state, ended.ring_back_by) == ("resolved", None)


def test_a_supervisor_closes_a_silent_call_without_an_attempt(silent):
    contact, _ = silent
    ended = resolve_contact(actor=SUPERVISOR, contact_id=contact.id, disposition="accidental", reason="Test call")
    assert ended.state == "resolved"


def test_a_caller_who_speaks_after_all_ends_like_any_other(silent):
    contact, _ = silent
    handler, contact = as_handler(contact)
    with pytest.raises(RuleBroken, match="Write down what the caller says"):
        mark_silent(actor=handler, contact_id=contact.id, silent="")
    mark_silent(actor=handler, contact_id=contact.id, silent="", words="Wrong number, sorry")
    assert resolve_contact(actor=handler, contact_id=contact.id, disposition="advice_given").state == "resolved"


def test_what_is_marked_meanwhile_makes_no_form_of_the_handler_stale(silent):
    contact, _ = silent
    seen = Contact.objects.get(pk=contact.pk).version
    mark_relay(actor=SUPERVISOR, contact_id=contact.id, relay="BSL", relay_id="4711")
    row = queries.contact(contact.id, SUPERVISOR)
    assert (row.relay, row.relay_id, row.version) == ("BSL", "4711", seen)
    assert queries.relay_kind(row)["label"] == "999 BSL"


def test_a_call_on_a_relay_line_is_known_as_one_before_anybody_answers():
    contact = say(str(uuid7()), "offered", line="999_SMS")
    assert queries.contact(contact.id, SUPERVISOR).relay == "SMS"


def test_a_lost_999_call_is_to_be_rung_back_in_a_minute_and_its_attempts_are_counted():
    call_id = str(uuid7())
    say(call_id, "offered", -30)
    lost = say(call_id, "abandoned", -10)
    assert lost.ring_back_by == lost.ended_at + timedelta(minutes=1)
    decide_call_back(actor=SUPERVISOR, contact_id=lost.id, decision="call", seen_version=0)
    handler, lost = as_handler(lost)
    for attempt in (1, 2):
        with pytest.raises(RuleBroken, match="twice at least"):
            resolve_contact(actor=handler, contact_id=lost.id, disposition="could_not_reach", reason="Twice")
        record_ring_back(actor=handler, contact_id=lost.id, outcome="engaged")
        again = Contact.objects.get(pk=lost.pk).ring_back_by
        assert (again is not None) == (attempt == 1)
    assert RingBack.objects.count() == 2
    resolve_contact(actor=handler, contact_id=lost.id, disposition="could_not_reach", reason="Twice")


def test_the_clock_of_999_runs_from_when_the_operator_began_to_connect():
    call_id = str(uuid7())
    say(call_id, "offered", -4)
    began = say(call_id, "connecting", -8).opened_at
    contact = say(call_id, "answered", -1)
    assert contact.opened_at == began
    assert (contact.answered_at - contact.opened_at).total_seconds() == pytest.approx(7, abs=1)
    assert [moment.kind for moment in queries.call_moments(contact.id)] == ["connecting", "offered", "answered"]


def test_only_who_may_take_contacts_asks_and_only_about_a_call_in_their_hands(silent):
    contact, _ = silent
    with pytest.raises(NotPermitted):
        ask_silently(actor=an_actor(CanContact.VIEW), contact_id=contact.id, question="hurt")
    with pytest.raises(RuleBroken, match="Somebody else has this contact"):
        ask_silently(actor=ANOTHER, contact_id=contact.id, question="hurt")
