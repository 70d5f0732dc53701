"""Promised updates at the contact desk, at their contact and with the supervisor."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.desks.rows import render
from lineside.kernel.testing import clock
from lineside.promises.models import Promise
from lineside.promises.permissions import CanPromise
from lineside.promises.reactions import record_all_missed
from lineside.promises.testing import make_promise

pytestmark = pytest.mark.django_db
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
