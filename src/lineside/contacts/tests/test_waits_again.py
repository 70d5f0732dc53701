"""A resolved contact that waits again: counted from when it came back, with what became of it before."""

from datetime import timedelta

import pytest

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts import queries
from lineside.contacts.commands import (
    amend_message,
    record_delivery,
    reply_to_contact,
    resolve_contact,
    take_contact,
)
from lineside.contacts.models import Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, make_message, make_taken_contact, make_text
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock
from lineside.people.commands import Facts, record_staff, sign_off
from lineside.people.testing import PLANNER
from lineside.queues.permissions import CanQueue

pytestmark = pytest.mark.django_db
ALEX = an_actor(*CanContact, *CanQueue)
REPORT = {"channel": "web", "box": "report", "message_id": "<report-1@form.example>"}
BEGAN = now() - timedelta(days=20)


def row(contact):
    return queries.contact(contact.id)


def level(code):
    return next(each for each in queries.levels(ALEX) if each.queue.code == code)


def resolved_report(by=ALEX):
    """A report of twenty days ago that was dealt with at once."""
    with clock(BEGAN):
        contact = make_message(**REPORT)
        take_contact(actor=by, contact_id=contact.id)
        resolve_contact(actor=by, contact_id=contact.id, disposition="lost_property", reason="A hat")
    return contact


def added():
    at = now() - timedelta(minutes=1)
    return make_message(channel="web", box="report", in_reply_to=REPORT["message_id"], received_at=at)


def test_what_waits_again_is_counted_from_when_it_came_back():
    resolved_report()
    contact = added()
    found = row(contact)
    assert (found.state, found.opened_at) == ("waiting", BEGAN)
    assert now() - found.waiting_since < timedelta(minutes=2)
    longest = level("web_social").longest
    assert longest == found.waiting_since
    assert not level("web_social").is_late


def test_what_became_of_it_before_is_a_mark_and_no_more_its_end():
    resolved_report()
    found = row(added())
    assert (found.disposition, found.disposition_reason, found.ended_at, found.answered_at) == ("", "", None, None)
    assert found.marks[-1].startswith(
        "Resolved by Alex Reed (Lost property, told where to ask: A hat); waits again since "
    )


def test_among_equals_it_stands_behind_who_waited_while_it_was_resolved():
    resolved_report()
    before = make_message(channel="web", box="report", received_at=now() - timedelta(minutes=5))
    again = added()
    after = make_message(channel="web", box="report")
    assert before.risk == again.risk == after.risk
    order = [before.id, again.id, after.id]
    assert [each.id for each in queries.queue(ALEX)] == order
    assert [each.id for each in queries.next_for(ALEX)] == order


@pytest.mark.usefixtures("sign_offs")
def test_another_site_is_offered_it_when_it_waited_too_long_this_time():
    account = make_account("contact_handler", username="lou")
    facts = Facts(name="Lou Hart", collar_number="C1003", role="contact_handler", site="FCRL", account_id=account.id)
    staff = record_staff(actor=PLANNER, facts=facts)
    sign_off(actor=PLANNER, staff_id=staff.id, code="web_and_social", evidence="Seen")
    lou = actor_of(account)
    resolved_report(by=system_actor("desk", *CanContact))
    contact = added()
    assert queries.next_for(lou) == []
    with clock(now() + timedelta(minutes=10)):
        assert [each.id for each in queries.next_for(lou)] == [contact.id]


def test_whoever_takes_it_again_answers_it_again_and_the_hour_counts_it():
    resolved_report()
    with clock(now() + timedelta(hours=2)):  # keys go by the true time: it came before this hour
        contact = added()
        assert level("web_social").answered == 0
        take_contact(actor=ALEX, contact_id=contact.id)
        found = row(contact)
        assert found.answered_at
        assert found.answered_at > found.waiting_since
        assert (level("web_social").answered, level("web_social").in_time) == (1, 1)


def test_a_reply_that_failed_and_words_that_came_late_bring_it_back_from_now_on():
    with clock(BEGAN):
        mail = make_taken_contact(ALEX)
        reply_to_contact(actor=ALEX, contact_id=mail.id, text="Which train?")
        resolve_contact(actor=ALEX, contact_id=mail.id, disposition="advice_given")
        text = make_text()
        take_contact(actor=ALEX, contact_id=text.id)
        resolve_contact(actor=ALEX, contact_id=text.id, disposition="advice_given")
    sent = Message.objects.get(contact=mail, direction="out")
    record_delivery(actor=GATEWAY, message_id=sent.id, outcome="failed", detail="550 no such user")
    came = Message.objects.get(contact=text)
    amend_message(actor=GATEWAY, box=came.box, sha256=came.sha256, text="A man is shouting", remarks=())
    for contact in (mail, text):
        assert now() - row(contact).waiting_since < timedelta(minutes=1)
        assert row(contact).state == "waiting"


def test_one_that_was_never_resolved_keeps_its_place():
    with clock(BEGAN):
        make_message(**REPORT)
    assert row(added()).waiting_since == BEGAN
