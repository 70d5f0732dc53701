"""Answers on platforms that know no second attempt by the first: what may be there already is never sent by itself."""

from datetime import timedelta

import httpx
import pytest

from lineside.contacts.commands import claim_message, reply_to_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.queries import message_to_send
from lineside.gateways.social.calling import Meta, X
from lineside.gateways.social.inbound import ACTOR
from lineside.gateways.social.outbound import send_due
from lineside.gateways.social.peer.hooking import OWN, TOKEN
from lineside.gateways.social.tests.test_mastodon import ALEX, SAM, answered
from lineside.kernel.clock import now
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["x", "meta"])
def platform(request, x, meta):
    """The peer, and our way out to it."""
    peer, own = (x, X(x.url, TOKEN)) if request.param == "x" else (meta, Meta(meta.url, TOKEN, OWN))
    peer.deliver(peer.said("77", "help", private=True))
    answered(Contact.objects.get(), "Where are you?")
    yield peer, own
    own.close()


def send(own):
    send_due({"x-private": own, "messenger": own})


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_answer_that_was_kept_and_then_called_broken_is_there_once(platform, status):
    peer, own = platform
    peer.breaks.append(status)
    for minutes in (0, 1, 10):
        with clock(now() + timedelta(minutes=minutes)):
            send(own)
    assert len(peer.answers) == 1
    assert "look there before you send it again" in Contact.objects.get().delivery_failure


def test_an_answer_whose_sender_was_killed_before_it_told_is_there_once(platform):
    peer, own = platform
    claimed = claim_message(actor=ACTOR, channel="social")
    assert claimed
    assert own.send(message_to_send(claimed.id)).outcome == "sent"  # and is killed
    with clock(now() + timedelta(minutes=4)):
        send(own)
    assert (len(peer.answers), Message.objects.get(direction="out").delivery) == (1, "failed")
    assert "look there before you send it again" in Contact.objects.get().delivery_failure


def test_on_mastodon_an_answer_whose_receipt_was_lost_for_hours_is_there_once(peer, own):
    peer.post(SAM, "@lineside help")
    own.catch_up()
    contact = Contact.objects.get()
    answered(contact, "We have it")
    send_due({"mastodon-public": own})
    reply_to_contact(actor=ALEX, contact_id=contact.id, text="Where are you?")
    claimed = claim_message(actor=ACTOR, channel="social")
    assert claimed
    assert own.send(message_to_send(claimed.id)).outcome == "sent"  # and is killed
    peer.forget_keys()
    with clock(now() + timedelta(hours=2)):
        send_due({"mastodon-public": own})
    assert len(peer.replies()) == 2
    assert set(Message.objects.filter(direction="out").values_list("delivery", flat=True)) == {"sent"}


def test_on_mastodon_an_answer_that_never_arrived_goes_out_hours_later(peer, own):
    peer.post(SAM, "@lineside help")
    own.catch_up()
    contact = Contact.objects.get()
    answered(contact, "We have it")
    send_due({"mastodon-public": own})
    reply_to_contact(actor=ALEX, contact_id=contact.id, text="Where are you?")
    for fails, hours in ((503, 0), (503, 1), (0, 2)):  # the second of them at the look for what is there
        peer.fails += [fails] if fails else []
        with clock(now() + timedelta(hours=hours)):
            send_due({"mastodon-public": own})
    assert len(peer.replies()) == 2


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [(200, {}, "sent"), (429, {}, "later"), (503, {"Retry-After": "9"}, "later"), (503, {}, "failed"),
     (500, {"Retry-After": "9"}, "failed"), (401, {}, "later"), (403, {}, "failed")],
)  # fmt: skip
def test_only_what_surely_did_not_arrive_is_tried_again(status, headers, outcome):
    own = X("http://127.0.0.1:9", TOKEN)
    assert own.outcome_of(httpx.Response(status, headers=headers)).outcome == outcome
    own.close()
