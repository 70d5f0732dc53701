"""X and Meta by their signed webhooks, over real HTTP: only what they signed, each once, acknowledged after commit."""

import base64
import json
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from lineside.contacts.commands import reply_to_contact, take_contact
from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.gateways.social.calling import Meta, X
from lineside.gateways.social.gaps import mark_listening
from lineside.gateways.social.outbound import send_due
from lineside.gateways.social.peer.hooking import OWN, SECRET, TOKEN, VERIFY
from lineside.gateways.social.protocol.signatures import meta_signature, x_signature
from lineside.gateways.social.webhooks import LARGEST_DELIVERY
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db(transaction=True)


class HookLine:
    """The contract's view: a delivery that is answered 200 is acknowledged."""

    def __init__(self, peer):
        self.peer, self.said = peer, {}

    def offer(self, key):
        told = self.said.setdefault(key, self.peer.said(key, f"help {key}", private=True))
        return self.peer.deliver(told) == 200

    def offer_rubbish(self):
        return self.peer.deliver({"for_user_id": OWN, "tweet_create_events": 7, "object": "page", "entry": 7}) == 200

    @contextmanager
    def database_away(self):
        with failing_at_commit():
            yield


class TestXKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, x):
        return HookLine(x)


class TestMetaKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, meta):
        return HookLine(meta)


def test_the_signatures_are_the_platforms_own():
    assert x_signature("secret", b"tok123") == "sha256=TiNPp/r8rtYx09CewYaR+s+z+3z1vZmWsnLtV8YhTzU="
    wanted = "sha256=aa9e2e3575f5d7098b6caccd790888c36d5fdb63342a73bada2d6a51747a8494"
    assert meta_signature("secret", b'{"a":1}') == wanted


def test_x_is_answered_its_challenge(listener):
    told = httpx.get(f"{listener.url}/x?crc_token=tok123&nonce=1").json()["response_token"]
    assert len(base64.b64decode(told.removeprefix("sha256="))) == 32
    assert told == x_signature(SECRET, b"tok123")
    assert httpx.get(f"{listener.url}/x").status_code == 403


def test_nobody_has_a_delivery_of_their_own_signed_by_asking_as_x_does(listener):
    forged = '{"for_user_id":"1","direct_message_events":[]}'
    assert httpx.get(f"{listener.url}/x", params={"crc_token": forged}).status_code == 403


def test_meta_is_answered_its_challenge_only_when_it_knows_our_word(listener):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    assert httpx.get(f"{listener.url}/meta", params={**asked, "hub.verify_token": VERIFY}).text == "1158201444"
    assert httpx.get(f"{listener.url}/meta", params={**asked, "hub.verify_token": "guess"}).status_code == 403
    assert httpx.get(f"{listener.url}/other").status_code == 404


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", x_signature("other", b"x")])
def test_what_nobody_signed_is_turned_away_and_leaves_nothing(x, meta, signature):
    for peer in (x, meta):
        assert peer.deliver(peer.said("sam", "help", private=True), signature=signature) == 403
    assert (Contact.objects.count(), DeadLetter.objects.count()) == (0, 0)


def test_a_signature_is_for_its_own_bytes_alone(x):
    first = x.said("sam", "help", private=False)
    other = x.said("sam", "all is well", private=False)
    assert x.deliver(other, signature=x.sign(json.dumps(first).encode())) == 403


def test_a_delivery_without_end_is_not_read(listener):
    big = b"x" * (LARGEST_DELIVERY + 1)
    with pytest.raises(httpx.HTTPError):  # it is cut off, or told so first
        httpx.post(f"{listener.url}/x", content=big).raise_for_status()
    assert httpx.get(f"{listener.url}/x?crc_token=still-there").status_code == 200


def test_a_delivery_that_is_played_again_a_day_later_adds_nothing(x):
    told = x.said("sam", "help", private=False)
    assert x.deliver(told) == 200
    with clock(now() + timedelta(days=1)):
        assert x.deliver(told) == 200
    assert Message.objects.count() == 1


def test_public_and_private_words_of_one_account_are_two_conversations(x, meta):
    for private in (True, False):
        assert x.deliver(x.said("sam", "help", private=private)) == 200
        assert meta.deliver(meta.said("sam", "help", private=private)) == 200
    lines = set(Contact.objects.values_list("box_or_line", flat=True))
    assert lines == {"x-private", "x-public", "messenger", "facebook-public"}


@pytest.mark.parametrize("private", [True, False])
def test_an_answer_on_x_goes_where_the_question_came_from(x, private):
    told = x.said("sam", "help", private=private)
    x.deliver(told)
    message = _answered("Where are you?")
    _sent(X(x.url, TOKEN), "x-public", "x-private")
    ((path, body),) = x.answers
    if private:
        assert path == "/2/dm_conversations/with/93/messages"
    else:
        assert body["reply"] == {"in_reply_to_tweet_id": told["tweet_create_events"][0]["id_str"]}
    message.refresh_from_db()
    assert (body["text"], message.delivery) == ("Where are you?", "sent")


@pytest.mark.parametrize("private", [True, False])
def test_an_answer_on_meta_goes_where_the_question_came_from(meta, private):
    meta.deliver(meta.said("77", "help", private=private))
    _answered("Where are you?")
    _sent(Meta(meta.url, TOKEN, OWN), "messenger", "facebook-public")
    ((path, body),) = meta.answers
    assert path == f"/{OWN}/messages" if private else path.endswith("/comments")
    assert body["message"] == ({"text": "Where are you?"} if private else "Where are you?")


def test_after_24_hours_messenger_is_not_answered_and_the_handler_is_told(meta):
    meta.deliver(meta.said("77", "help", private=True))
    take_contact(actor=ALEX, contact_id=Contact.objects.get().id)
    with clock(now() + timedelta(hours=25)), pytest.raises(RuleBroken, match="within 24 hours"):
        reply_to_contact(actor=ALEX, contact_id=Contact.objects.get().id, template="plain", text="Where are you?")


def test_a_platform_that_is_out_of_order_is_tried_again(x):
    x.deliver(x.said("sam", "help", private=False))
    message = _answered("Where are you?")
    x.fails.append(503)
    _sent(X(x.url, TOKEN), "x-public")
    message.refresh_from_db()
    assert message.delivery == "queued"
    with clock(now() + timedelta(seconds=20)):
        _sent(X(x.url, TOKEN), "x-public")
    assert len(x.answers) == 1


def test_an_edit_stays_beside_the_first_words_and_what_was_taken_away_says_so(meta):
    told = meta.said("77", "he has a knife", private=True)
    meta.deliver(told)
    event = told["entry"][0]["messaging"][0]
    mid = event["message"]["mid"]
    edit = {"sender": event["sender"], "recipient": event["recipient"], "timestamp": event["timestamp"] + 1000,
            "message_edit": {"mid": mid, "text": "he has an umbrella", "num_edit": 1}}  # fmt: skip
    meta.deliver(meta.entry(messaging=[edit]))
    meta.deliver(meta.entry(messaging=[{**event, "message": {"mid": mid, "is_deleted": True}}]))
    first, second = Message.objects.order_by("id")
    assert (first.text, second.text) == ("he has a knife", "he has an umbrella")
    assert "Edited by its author" in second.remarks[0]
    assert all("No longer there" in each.remarks[-1] for each in (first, second))


def test_our_own_words_and_what_others_pass_on_are_no_contacts(x, meta):
    own = x.said("force", "we said this", private=False)
    own["tweet_create_events"][0]["user"]["id_str"] = OWN
    passed = x.said("sam", "RT", private=False)
    passed["tweet_create_events"][0]["retweeted_status"] = {"id_str": "1"}
    echo = meta.said("77", "we said this", private=True)
    echo["entry"][0]["messaging"][0]["message"]["is_echo"] = True
    assert [x.deliver(own), x.deliver(passed), meta.deliver(echo)] == [200] * 3
    assert (Contact.objects.count(), DeadLetter.objects.count()) == (0, 0)


def test_words_that_no_row_can_hold_are_kept_for_a_person_and_do_not_come_again_for_ever(x):
    for words in ("\x00 help", "\ud800 help"):
        assert x.deliver(x.said("sam", words, private=False)) == 200
    assert x.deliver({"for_user_id": "1"}) == 200
    assert Contact.objects.count() + DeadLetter.objects.count() == 3


def test_a_time_in_which_nobody_could_call_us_is_shown_to_a_person_once(listener):
    assert not mark_listening("x", OWN)
    with clock(now() + timedelta(seconds=60)):
        assert not mark_listening("x", OWN)
    with clock(now() + timedelta(minutes=30)):
        assert mark_listening("x", OWN)
        assert not mark_listening("x", OWN)
    assert "X could not hand anything over between" in DeadLetter.objects.get().why


def _answered(text):
    contact = Contact.objects.get()
    take_contact(actor=ALEX, contact_id=contact.id)
    return reply_to_contact(actor=ALEX, contact_id=contact.id, template="plain", text=text)


def _sent(own, *lines):
    send_due(dict.fromkeys(lines, own))
    own.close()
