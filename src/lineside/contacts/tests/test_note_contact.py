"""What is said is written down while it is said: a line with its time, which makes nobody's form stale."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import note_contact, record_call_moment, resolve_contact, take_contact
from lineside.contacts.events import ContactNoted
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, a_call, make_call, make_message, make_taken_contact
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, events_of

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db


def note(contact, text="Smoke from the third carriage", **facts):
    return note_contact(actor=ALEX, contact_id=contact.id, text=text, **facts)


def test_a_note_is_part_of_what_was_said_with_its_writer_and_says_what_the_call_is_about():
    call = make_call("answered")
    note(call)
    (said,) = queries.conversation(call.id)
    assert (said.direction, said.text, said.written_by) == ("note", "Smoke from the third carriage", ALEX.name)
    assert queries.contact(call.id).gist == "Smoke from the third carriage"
    assert audit_lines()[-1] == "contacts.note_contact"
    assert len(events_of(ContactNoted)) == 1


def test_the_second_note_and_a_note_on_a_mail_leave_the_gist_as_it_is():
    call, mail = make_call("answered"), make_message()
    note(call)
    note(call, "It is white")
    note(mail)
    assert queries.contact(call.id).gist == "Smoke from the third carriage"
    assert queries.contact(mail.id).gist.startswith("Bag left on the train")


def test_a_note_makes_no_form_stale():
    contact = make_taken_contact(ALEX)
    note(contact)
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given", seen_version=contact.version)


def test_a_caller_who_hangs_up_meanwhile_makes_no_form_stale():
    ringing = make_call("offered", switch_call_id="77")
    taken = take_contact(actor=ALEX, contact_id=ringing.id)
    record_call_moment(actor=GATEWAY, call=a_call("answered", switch_call_id="77"))
    record_call_moment(actor=GATEWAY, call=a_call("ended", switch_call_id="77"))
    done = resolve_contact(actor=ALEX, contact_id=taken.id, disposition="advice_given", seen_version=taken.version)
    assert done.ended_at


def test_a_note_written_while_the_desk_was_offline_keeps_its_time_and_none_lies_ahead():
    call, earlier = make_call("answered"), now() - timedelta(minutes=3)
    assert note(call, noted_at=earlier).at == earlier
    assert note(call, "x", noted_at=now() + timedelta(hours=1)).at <= now()


def test_a_note_far_older_than_its_contact_is_refused_in_a_sentence():
    call = make_call("answered")
    with pytest.raises(RuleBroken, match="24 hours before the contact began") as refused:
        note(call, noted_at=datetime(1, 1, 1, tzinfo=UTC))
    assert refused.value.field == "noted_at"
    assert queries.conversation(call.id) == []


def test_a_call_that_is_resolved_still_takes_a_note():
    contact = make_taken_contact(ALEX)
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    note(contact, "Rang again: found it")


@pytest.mark.parametrize(("text", "said"), [(" ", "Write down"), ("\u202e\x00", "Write down"), ("x" * 2001, "2000")])
def test_an_empty_or_endless_note_is_refused_in_a_sentence(text, said):
    with pytest.raises(RuleBroken, match=said):
        note(make_call("answered"), text)


def test_who_may_not_take_may_not_write_and_nothing_is_written_on_no_contact():
    with pytest.raises(NotPermitted):
        note_contact(actor=an_actor(CanContact.VIEW), contact_id=make_call().id, text="x")
    with pytest.raises(NotFound):
        note_contact(actor=ALEX, contact_id=uuid7(), text="x")
