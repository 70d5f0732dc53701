"""Bluesky in and out by real HTTP: every mention once, its thread answered, edits and deletions kept."""

import pytest

from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.gateways.social.bluesky import Bluesky, bluesky_account
from lineside.gateways.social.outbound import send_due
from lineside.gateways.social.peer.bluesky import HANDLE, PASSWORD, BlueskyPeer
from lineside.gateways.social.protocol.bluesky import facets_of, record_key
from lineside.gateways.social.tests.lines import ReadLine
from lineside.gateways.social.tests.test_mastodon import answered
from lineside.gateways.tests.contract import GatewayContract
from lineside.kernel.keys import uuid7

SAM = "sam.rail.example"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sky(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    peer = BlueskyPeer()
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def mine(sky):
    own = Bluesky(bluesky_account(sky.url, HANDLE, PASSWORD))
    yield own
    own.close()


class BlueskyLine(ReadLine):
    def post(self, key):
        return self.peer.post(f"{key}.rail.example", f"help {key}")

    def tell_again(self, told):
        self.peer.notify(told)

    def offer_rubbish(self):
        self.peer.post("odd.rail.example", "odd", record={"text": "no date", "createdAt": 7}, author={"did": "x"})
        return self.read()

    def newest(self):
        return self.peer.notifications[-1]["indexedAt"]


class TestBlueskyKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, sky, mine):
        return BlueskyLine(sky, mine)


def test_a_post_is_kept_with_its_picture_its_address_and_who_wrote_it(sky, mine):
    images = [{"fullsize": f"{sky.url}/media/a.png", "alt": "A man with a knife"}]
    told = sky.post(SAM, "A man has a knife", embed={"$type": "app.bsky.embed.images#view", "images": images})
    mine.catch_up()
    contact, message = Contact.objects.get(), Message.objects.get()
    assert (contact.box_or_line, contact.sender_address) == ("bluesky-public", f"@{SAM}@bluesky")
    assert message.message_id == f"https://bsky.app/profile/did:plc:sam/post/{told['uri'].rpartition('/')[2]}"
    assert message.files.get().attachment.media_type == "image/png"
    assert "The image is described as: A man with a knife" in message.remarks


def test_what_came_in_an_outage_is_read_page_by_page_without_loss_or_double(sky, mine):
    for number in range(120):
        sky.post(f"p{number}.rail.example", f"help {number}")
    assert mine.catch_up() == 120
    assert mine.catch_up() == 0
    texts = list(Message.objects.order_by("id").values_list("text", flat=True))
    assert texts == [f"help {number}" for number in range(120)]


def test_the_past_of_an_account_does_not_flood_the_queue_when_we_first_listen(sky, mine):
    for number in range(120):
        sky.post(f"p{number}.rail.example", f"help {number}")
    for told in sky.notifications[:117]:
        told["indexedAt"] = "2019-05-01T12:00:00.000Z"
    assert [mine.catch_up() for _ in range(2)] == [3, 0]
    assert "We began to listen to Bluesky" in DeadLetter.objects.get().why


def test_likes_and_follows_are_no_contacts(sky, mine):
    sky.notify(sky.post(SAM, "nice", author={"did": "did:plc:sam", "handle": SAM}), "like")
    sky.notifications.pop(0)
    assert mine.catch_up() == 0


def test_a_session_that_ran_out_is_renewed_and_where_that_fails_begun_anew(sky, mine):
    sky.post(SAM, "one")
    mine.catch_up()
    mine._access = "access-old"
    sky.post(SAM, "two")
    mine.catch_up()
    mine._access = mine._refresh = "old"
    sky.post(SAM, "three")
    mine.catch_up()
    assert Message.objects.count() == 3


def test_an_answer_names_the_post_and_where_its_thread_began_and_is_there_once(sky, mine):
    began = {"uri": "at://did:plc:other/app.bsky.feed.post/1", "cid": "bafyroot"}
    sky.post(SAM, "help", record={"text": "help", "reply": {"root": began, "parent": began}})
    mine.catch_up()
    message = answered(Contact.objects.get(), "See https://rail.example/é. Where are you?")
    row = Message.objects.get(id=message.id)
    for _ in range(2):
        assert mine.send(row).outcome == "sent"
    (out,) = sky.replies()
    assert out["reply"]["root"] == began
    assert out["reply"]["parent"]["uri"].startswith("at://did:plc:sam/")
    assert out["facets"][0]["index"] == {"byteStart": 4, "byteEnd": 27}


def test_a_server_that_is_out_of_order_is_tried_again_and_an_answer_to_what_is_gone_comes_back(sky, mine):
    told = sky.post(SAM, "help")
    mine.catch_up()
    contact = Contact.objects.get()
    message = answered(contact, "Where are you?")
    sky.fails.append(503)
    send_due({"bluesky-public": mine})
    message.refresh_from_db()
    assert message.delivery == "queued"
    sky.delete(told["uri"])
    assert mine.send(message).outcome == "failed"


def test_an_edit_is_kept_beside_the_first_words_and_what_was_taken_away_says_so(sky, mine):
    told = sky.post(SAM, "he has a knife")
    mine.catch_up()
    sky.edit(told["uri"], "he has an umbrella")
    mine.look_again()
    sky.delete(told["uri"])
    mine.look_again()
    first, second = Message.objects.order_by("id")
    assert (first.text, second.text) == ("he has a knife", "he has an umbrella")
    assert "Edited by its author" in second.remarks[0]
    assert "No longer there" in first.remarks[-1]


def test_a_name_that_is_not_proved_is_shown_as_the_accounts_number(sky, mine):
    sky.post("sam.rail.example", "help", author={"did": "did:plc:sam", "handle": "handle.invalid"})
    mine.catch_up()
    assert Contact.objects.get().sender_address == "@did:plc:sam@bluesky"
    assert "is not proved" in Message.objects.get().remarks[0]


def test_what_cannot_be_read_is_kept_for_a_person(sky, mine):
    sky.post(SAM, "help", record={"words": "help"})
    mine.catch_up()
    assert "not what bluesky documents" in DeadLetter.objects.get().why


def test_addresses_are_counted_in_bytes_and_keys_have_the_form_of_posts():
    (facet,) = facets_of("é https://rail.example/a. Go")
    assert facet["index"] == {"byteStart": 3, "byteEnd": 25}
    key = record_key(uuid7())
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
