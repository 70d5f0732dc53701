"""Mastodon in and out by real HTTP: every post once, public and private apart, edits and deletions kept."""

import threading
import time
from datetime import timedelta
from threading import Event

import httpx
import pytest

from lineside.contacts.commands import reply_to_contact, take_contact
from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.files.queries import open_file
from lineside.files.testing import STORER
from lineside.gateways.social.outbound import send_due
from lineside.gateways.social.platform import run_platform
from lineside.gateways.social.tests.lines import ReadLine
from lineside.gateways.tests.contract import GatewayContract
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(*CanContact)
SAM = "sam@rail.example"
pytestmark = pytest.mark.django_db(transaction=True)


def until(true, seconds=15):
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


class MastodonLine(ReadLine):
    def post(self, key):
        return self.peer.post(f"{key}@rail.example", f"@lineside {key}")

    def tell_again(self, told):
        self.peer.notify("mention", told)

    def offer_rubbish(self):
        self.peer.notify("mention", {"id": "1", "visibility": 7})
        return self.read()

    def newest(self):
        return self.peer.notifications[-1]["id"]


class TestMastodonKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, peer, own):
        return MastodonLine(peer, own)


def answered(contact, text, template="plain"):
    take_contact(actor=ALEX, contact_id=contact.id)
    return reply_to_contact(actor=ALEX, contact_id=contact.id, template=template, text=text)


def sent(own):
    send_due({"mastodon-public": own, "mastodon-private": own})


def test_a_post_with_a_picture_is_kept_with_its_bytes_its_address_and_its_time(peer, own):
    medium = {"type": "image", "url": f"{peer.url}/media/a.png", "description": "A man with a knife"}
    told = peer.post(SAM, "@lineside A man has a knife\n\non platform 3", media_attachments=[medium])
    own.catch_up()
    contact, message = Contact.objects.get(), Message.objects.get()
    assert (contact.channel, contact.box_or_line, contact.sender_address) == ("social", "mastodon-public", f"@{SAM}")
    assert message.text == "@lineside A man has a knife\n\non platform 3"
    assert message.message_id == told["url"]
    assert contact.risk > 25
    assert message.files.get().attachment.media_type == "image/png"
    assert message.raw_id
    raw = open_file(STORER, message.raw_id, "test")
    assert raw.sha256 == message.sha256
    assert told["id"].encode() in raw.read()


def test_what_came_in_an_outage_is_read_page_by_page_without_loss_or_double(peer, own):
    for number in range(95):
        peer.post(f"p{number}@rail.example", f"@lineside {number}")
    assert own.catch_up() == 95
    assert own.catch_up() == 0
    texts = list(Message.objects.order_by("id").values_list("text", flat=True))
    assert texts == [f"@lineside {number}" for number in range(95)]


def test_the_past_of_an_account_does_not_flood_the_queue_when_we_first_listen(peer, own):
    for number in range(45):
        peer.post(SAM, f"@lineside {number}")
    for told in peer.notifications[:42]:
        told["created_at"] = "2019-05-01T12:00:00.000Z"
    assert own.catch_up() == 3
    own.sweep()
    assert Message.objects.count() == 3
    assert "We began to listen to Mastodon" in DeadLetter.objects.get().why


def test_a_first_look_that_breaks_off_takes_nothing_of_the_past_when_it_goes_on(peer, own):
    for number in range(95):
        peer.post(SAM, f"@lineside {number}")
    for told in peer.notifications[:92]:
        told["created_at"] = "2019-05-01T12:00:00.000Z"
    peer.fails += [0, 503]
    with pytest.raises(httpx.HTTPError):
        own.catch_up()
    assert own.catch_up() == 3


def test_after_a_long_outage_nothing_is_taken_for_the_past(peer, own):
    peer.post(SAM, "@lineside first")
    own.catch_up()
    peer.post(SAM, "@lineside long ago")
    peer.notifications[-1]["created_at"] = "2019-05-01T12:00:00.000Z"
    assert own.catch_up() == 1


def test_one_account_is_one_conversation_and_its_private_words_are_another(peer, own):
    peer.post(SAM, "@lineside first")
    peer.post(SAM, "@lineside second")
    peer.post(SAM, "@lineside only for you", visibility="direct")
    peer.post(SAM, "@lineside for my followers", visibility="private")
    own.catch_up()
    lines = {contact.box_or_line: contact.messages.count() for contact in Contact.objects.all()}
    assert lines == {"mastodon-public": 2, "mastodon-private": 2}


@pytest.mark.parametrize(
    ("visibility", "reply"),
    [("public", "unlisted"), ("unlisted", "unlisted"), ("private", "direct"), ("direct", "direct")],
)
def test_an_answer_is_never_seen_by_more_than_the_question(peer, own, visibility, reply):
    asked = peer.post(SAM, "@lineside help", visibility=visibility)
    own.catch_up()
    message = answered(Contact.objects.get(), "Where are you?")
    sent(own)
    (out,) = peer.replies()
    assert (out["in_reply_to_id"], out["visibility"]) == (asked["id"], reply)
    assert "Where are you?" in out["content"]
    assert f"@{SAM}" in out["content"]
    message.refresh_from_db()
    assert message.delivery == "sent"


def test_an_answer_whose_receipt_was_lost_goes_once(peer, own):
    peer.post(SAM, "@lineside help")
    own.catch_up()
    message = answered(Contact.objects.get(), "Where are you?")
    row = Message.objects.get(id=message.id)
    for _ in range(2):
        assert own.send(row).outcome == "sent"
    assert len(peer.replies()) == 1


def test_a_server_that_is_out_of_order_is_tried_again(peer, own):
    peer.post(SAM, "@lineside help")
    own.catch_up()
    message = answered(Contact.objects.get(), "Where are you?")
    peer.fails.append(503)
    sent(own)
    message.refresh_from_db()
    assert message.delivery == "queued"
    with clock(now() + timedelta(seconds=20)):
        sent(own)
    assert len(peer.replies()) == 1


def test_an_answer_to_a_post_that_is_gone_comes_back_to_the_contact(peer, own):
    asked = peer.post(SAM, "@lineside help")
    own.catch_up()
    contact = Contact.objects.get()
    answered(contact, "Where are you?")
    peer.delete(asked["id"])
    sent(own)
    contact.refresh_from_db()
    assert "does not appear to exist" in contact.delivery_failure


def test_an_edit_is_kept_beside_what_was_said_first(peer, own):
    told = peer.post(SAM, "@lineside he has a knife")
    own.catch_up()
    peer.edit(told["id"], "@lineside he has an umbrella")
    own.look_again()
    own.look_again()
    texts = Message.objects.order_by("id").values_list("text", flat=True)
    assert list(texts) == ["@lineside he has a knife", "@lineside he has an umbrella"]
    assert Contact.objects.count() == 1
    assert "Edited by its author" in Message.objects.latest("id").remarks[0]


def test_a_post_that_its_author_took_away_stays_and_says_so(peer, own):
    told = peer.post(SAM, "@lineside he has a knife")
    own.catch_up()
    peer.delete(told["id"])
    own.look_again()
    own.look_again()
    message = Message.objects.get()
    assert message.text == "@lineside he has a knife"
    assert len(message.remarks) == 1
    assert "No longer there" in message.remarks[0]


def test_what_cannot_be_read_is_kept_for_a_person(peer, own):
    peer.notify("mention", {"id": "1", "visibility": "public"})
    own.catch_up()
    assert "not what mastodon documents" in DeadLetter.objects.get().why


def test_the_stream_brings_a_post_at_once_and_comes_back_when_it_is_lost(peer, own):
    stop = Event()
    thread = threading.Thread(target=run_platform, args=(own, stop))
    thread.start()
    try:
        until(lambda: peer.listeners)
        peer.post(SAM, "@lineside one")
        until(lambda: Contact.objects.count() == 1)
        peer.drop()
        peer.post("eva@rail.example", "@lineside two")
        until(lambda: Contact.objects.count() == 2)
        until(lambda: peer.listeners)
        peer.post("tom@rail.example", "@lineside three")
        until(lambda: Contact.objects.count() == 3)
    finally:
        stop.set()
        thread.join(20)


def test_a_wrong_token_is_refused_and_the_peer_says_why(peer):
    with httpx.Client(headers={"Authorization": "Bearer wrong"}) as stranger:
        assert stranger.get(f"{peer.url}/api/v1/notifications").status_code == 401
