"""Promised updates at the contact desk, at their contact and with the supervisor."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.contacts.commands import record_delivery, reply_to_contact, take_contact
from lineside.contacts.events import MessageDelivered
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.desks.rows import render
from lineside.kernel.actors import system_actor
from lineside.kernel.testing import clock, events_of
from lineside.kernel.worker import react_to
from lineside.promises.commands import end_promise
from lineside.promises.models import Promise
from lineside.promises.permissions import CanPromise
from lineside.promises.reactions import record_all_missed
from lineside.promises.testing import PROMISER, make_promise

pytestmark = pytest.mark.django_db
CARRIER = system_actor("mail", CanContact.DELIVER)
HTMX = {"HX-Request": "true"}


def test_a_promise_given_at_the_contact_stands_in_ones_own_list(client, sign_in):
    me = sign_in(CanContact.VIEW, *CanPromise)
    mail = make_message()
    asked = {"reach": "ring", "by": "2h", "what": "Whether the bag was found"}
    answer = client.post(reverse("desks:contact-promise", args=[mail.id]), asked, headers=HTMX)
    assert "Promised." in answer.content.decode()
    lists = client.get(reverse("desks:promised")).content.decode()
    assert f'data-live-list="promises-{me.id}"' in lists
    assert lists.count("Whether the bag was found") == 2  # in one's own, and in everybody's
    shown = client.get(reverse("desks:contact", args=[mail.id])).content.decode()
    assert "<b>We ring:</b> Whether the bag was found" in shown


def test_a_limit_that_cannot_be_read_is_refused_beside_it_and_what_was_typed_stays(client, sign_in):
    sign_in(CanContact.VIEW, *CanPromise)
    asked = {"reach": "ring", "by": "when it suits", "what": "How it goes"}
    answer = client.post(reverse("desks:contact-promise", args=[make_message().id]), asked, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="promise-by-refusal"' in page
    assert "when it suits" in page
    assert not Promise.objects.exists()


def test_the_supervisor_sees_what_is_overdue_until_it_is_done(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanContact.VIEW, *CanPromise)
    row, other = make_promise(), make_promise(due_at=make_promise().due_at + timedelta(hours=9))
    overdue = reverse("desks:owed-rows", args=["promises"])
    with clock(row.due_at + timedelta(minutes=1)):
        record_all_missed()
        page = client.get(overdue).content.decode()
        assert page.count("missed</span>") == 2
        assert str(other.id) not in page
        how = {
            "how": "not_wanted",
            "words": "They rang and want nothing more",
            "seen_version": row.version,
        }  # as before the clock
        client.post(reverse("desks:promise-end", args=[row.id]), how, headers=HTMX)
        assert str(row.id) not in client.get(overdue).content.decode()
    gone = {each.list: each.gone for each in render(f"promise:{row.id}")}
    assert gone["promises-overdue"]
    assert not gone[f"promises-{row.contact_id}"]
    kept = client.get(reverse("desks:contact", args=[row.contact_id])).content.decode()
    assert "missed</span>" in kept  # for good
    assert "They rang and want nothing more" in kept


def test_a_promise_whose_answer_failed_stands_on_every_list_again_with_what_became_of_it(client, sign_in):
    sign_in(CanContact.VIEW, *CanPromise)
    mail = take_contact(actor=PROMISER, contact_id=make_message().id)
    row = make_promise(contact_id=mail.id)
    sent = reply_to_contact(actor=PROMISER, contact_id=mail.id, text="We have found the bag.")
    end_promise(actor=PROMISER, promise_id=row.id, how="written")
    assert {each.list: each.gone for each in render(f"promise:{row.id}")}["promises"]
    record_delivery(actor=CARRIER, message_id=sent.id, outcome="failed", detail="550 no such box")
    react_to(events_of(MessageDelivered)[-1].id)
    shown = {each.list: each for each in render(f"promise:{row.id}")}
    assert not shown["promises"].gone
    assert "did not reach them" in shown[f"promises-{PROMISER.id}"].html
    page = client.get(reverse("desks:contact", args=[mail.id])).content.decode()
    assert "kept: Written to them on this contact" in page
    assert "550 no such box" in page
