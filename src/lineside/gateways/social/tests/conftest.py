"""Servers of our own in the place of the platforms, our account there, and where they call us."""

import threading

import pytest

from lineside.gateways.social.mastodon import Mastodon, mastodon_account
from lineside.gateways.social.peer import HANDLE, TOKEN, MastodonPeer
from lineside.gateways.social.peer.hooking import OWN, SECRET, VERIFY, MetaPeer, XPeer
from lineside.gateways.social.webhooks import Hook, Listener


@pytest.fixture
def peer(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    peer = MastodonPeer()
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def own(peer):
    own = Mastodon(mastodon_account(peer.url, HANDLE, TOKEN))
    yield own
    own.close()


@pytest.fixture
def listener(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    hooks = {"/x": Hook(platform="x", own=OWN, secret=SECRET),
             "/meta": Hook(platform="meta", own=OWN, secret=SECRET, verify=VERIFY, instagram="5")}  # fmt: skip
    listener = Listener("127.0.0.1", 0, hooks)
    threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
    yield listener
    listener.shutdown()
    listener.server_close()


@pytest.fixture
def x(listener):
    peer = XPeer(hook=f"{listener.url}/x")
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def meta(listener):
    peer = MetaPeer(hook=f"{listener.url}/meta")
    peer.start()
    yield peer
    peer.stop()
