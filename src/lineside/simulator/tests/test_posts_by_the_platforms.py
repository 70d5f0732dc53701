"""What the stream has of social media is written on the platforms themselves, once, and is known again."""

import pytest

from lineside.gateways.social.peer.hooking import XPeer
from lineside.gateways.social.peer.mastodon import MastodonPeer
from lineside.simulator.errands import TryLater
from lineside.simulator.outside import Posts


@pytest.fixture
def mastodon():
    peer = MastodonPeer()
    peer.start()
    yield peer
    peer.stop()


def test_a_post_that_is_sent_again_is_there_once_and_known_by_its_address(mastodon):
    posts = Posts({"mastodon": mastodon.url})
    sent = [posts.send("sim-1", "Ana Bell", "A bag at Leeds") for _ in range(2)]
    (kept,) = mastodon.statuses.values()
    assert sent == [("mastodon", kept["url"])] * 2


def test_a_writer_keeps_to_one_platform_and_one_way():
    posts = Posts({"mastodon": "http://127.0.0.1:9", "x": "http://127.0.0.1:9"})
    for _ in range(2):
        with pytest.raises(TryLater, match=r"^mastodon"):
            posts.send("sim-1", "Ana Bell", "A bag at Leeds")


def test_what_a_webhook_did_not_take_is_tried_later():
    peer = XPeer(hook="http://127.0.0.1:9/x")
    peer.start()
    with pytest.raises(TryLater, match="answered 0"):
        Posts({"x": peer.url}).send("sim-1", "Ana Bell", "A bag at Leeds")
    peer.stop()
