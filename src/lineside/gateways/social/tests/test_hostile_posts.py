"""Posts, dates, answers and news that are not as they should be: each is kept or said, and none stops the next."""

import time
from datetime import timedelta

import httpx
import pytest

from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.gateways.social.mastodon import outcome_of
from lineside.gateways.social.outbound import send_due
from lineside.gateways.social.protocol.words import words_in
from lineside.gateways.social.queries import read_up_to
from lineside.gateways.social.tests.test_mastodon import SAM, answered
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)


def test_news_of_a_post_asks_after_that_post_alone_and_after_none_that_we_never_had(peer, own):
    told = peer.post(SAM, "@lineside he has a knife")
    own.catch_up()
    peer.delete(told["id"])
    peer.fails.append(503)
    own.hear("delete", "1")
    own.hear("status.update", "not JSON")
    assert peer.fails == [503]
    peer.fails.clear()
    own.hear("delete", told["id"])
    assert "No longer there" in Message.objects.get().remarks[0]


def test_a_second_look_that_is_refused_or_finds_nothing_new_leaves_no_trace_and_stops_nothing(peer, own):
    first, last = peer.post(SAM, "@lineside one"), peer.post(SAM, "@lineside two")
    own.catch_up()
    peer.edit(first["id"], "@lineside one and a half")
    peer.fails.append(403)  # for the newest, which is looked at first
    own.look_again()
    assert Message.objects.latest("id").text == "@lineside one and a half"
    before = AuditLine.objects.count()
    own.look_again()
    assert (AuditLine.objects.count(), last["id"] in peer.statuses) == (before, True)


def test_a_post_that_is_dated_as_its_author_likes_counts_from_when_we_had_it(peer, own):
    for number, date in enumerate(("1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2999-01-01T00:00:00Z")):
        peer.post(f"p{number}@rail.example", "@lineside help", created_at=date)
    own.catch_up()
    assert DeadLetter.objects.count() == 0
    for contact in Contact.objects.all():
        assert now() - timedelta(minutes=1) < contact.opened_at <= now()
        assert "its date is not true" in " ".join(contact.marks)


def test_a_post_that_no_text_can_hold_is_kept_for_a_person_and_the_next_one_comes_through(peer, own):
    peer.post(SAM, "@lineside \ud800")
    peer.post(SAM, "@lineside help")
    own.catch_up()
    assert Message.objects.get().text == "@lineside help"
    assert DeadLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "outcome"), [(200, "sent"), (302, "failed"), (429, "later"), (503, "later"), (401, "later")]
)
def test_only_a_post_that_the_server_made_is_sent(status, outcome):
    assert outcome_of(httpx.Response(status)).outcome == outcome


def test_an_answer_that_trips_us_comes_back_and_holds_up_none_behind_it(peer, own):
    for who in (SAM, "eva@rail.example"):
        peer.post(who, "@lineside help")
    own.catch_up()
    for contact in Contact.objects.all():
        answered(contact, "Where are you?")

    class Tripping:
        def send(self, message):
            if message.recipients == [f"@{SAM}"]:
                raise RuntimeError("as a fault of ours does")
            return own.send(message)

    send_due({"mastodon-public": Tripping()})
    assert len(peer.replies()) == 1
    assert "fault (RuntimeError)" in Contact.objects.get(sender_address=f"@{SAM}").delivery_failure


def test_a_mention_that_a_server_shows_after_one_of_a_higher_number_is_not_lost(peer, own):
    late = peer.post(SAM, "@lineside late")
    hidden = peer.notifications.pop()
    peer.post("eva@rail.example", "@lineside early")
    own.catch_up()
    peer.notifications.insert(0, hidden)
    peer.notify("mention", {"id": "1", "visibility": 7})
    assert own.catch_up() == 1
    cursor = read_up_to(own.stream)
    for _ in range(2):
        own.sweep()
    assert set(Message.objects.values_list("message_id", flat=True)) >= {late["url"]}
    assert (Message.objects.count(), DeadLetter.objects.count(), read_up_to(own.stream)) == (2, 1, cursor)


@pytest.mark.parametrize("part", ["<a ", "<a b='", "<!--", "<div>", "<p>"])
def test_markup_without_end_takes_no_time(part):
    began = time.process_time()
    assert len(words_in(part * 40_000)) < 50_000
    assert time.process_time() - began < 10
