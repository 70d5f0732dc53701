"""A thread is never lost when its parent is closed; a mail's clocks run until somebody looks and answers."""

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import reply_to_contact, resolve_contact, take_contact
from lineside.contacts.commands.threads import AND_MORE, MOST_MARKS
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message, make_taken_contact, make_text
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
ALEX = an_actor(*CanContact)


def row(contact):
    return queries.contact(contact.id)


def test_an_answer_to_a_closed_contact_is_shown_in_its_thread_on_both():
    first = make_taken_contact(ALEX, message_id="<a@x.example>")
    resolve_contact(actor=ALEX, contact_id=first.id, disposition="advice_given")
    second = make_message(in_reply_to="<a@x.example>", message_id="<b@x.example>")
    third = make_message(references=("<a@x.example>", "<b@x.example>"), sender_address="other@x.example")
    assert [found.id for found in queries.thread(ALEX, row(first))] == [second.id, third.id]
    assert [found.id for found in queries.thread(ALEX, row(third))] == [first.id, second.id]
    assert f"thread of {first.reference}, which is resolved." in row(second).marks[0]
    assert "from another sender" in row(third).marks[0]
    assert f"{second.reference} goes on with this thread." in row(first).marks


def test_what_answers_nobody_has_no_thread():
    make_message()
    assert queries.thread(ALEX, row(make_message(in_reply_to="<never@x.example>"))) == []
    assert queries.thread(ALEX, row(make_text())) == []


def test_the_clocks_of_a_box_end_when_somebody_looks_and_when_they_answer():
    contact = make_message()
    assert row(contact).look_by < row(contact).reply_by
    take_contact(actor=ALEX, contact_id=contact.id)
    assert row(contact).look_by is None
    assert row(contact).reply_by
    reply_to_contact(actor=ALEX, contact_id=contact.id, text="Which train?")
    assert row(contact).reply_by is None
    make_message(in_reply_to=queries.conversation(contact.id)[-1].message_id)
    assert row(contact).reply_by


def test_the_reasons_are_kept_with_the_contact():
    ranking = row(make_message(sender_address="a@cameras.network.example")).ranking
    assert ranking["kind"] == "Camera activation"
    assert ranking["reasons"][0].endswith("(65)")


def test_a_machine_is_answered_once_within_the_hour():
    contact = make_taken_contact(ALEX, is_auto=True)
    reply_to_contact(actor=ALEX, contact_id=contact.id, text="Who is this?")
    with pytest.raises(RuleBroken, match="Only a machine wrote here"):
        reply_to_contact(actor=ALEX, contact_id=contact.id, text="Who is this?")


def test_a_flood_that_answers_one_letter_leaves_its_contact_readable():
    first = make_message(message_id="<a@x.example>")
    for number in range(MOST_MARKS + 5):
        make_message(in_reply_to="<a@x.example>", sender_address=f"p{number}@x.example")
    assert len(row(first).marks) == MOST_MARKS + 1
    assert row(first).marks[-1] == AND_MORE


def test_a_name_turns_nobodys_reading_direction_round():
    assert row(make_message(sender_name="\u2068Sam\u202e\x07 Porter")).sender_name == "Sam Porter"
