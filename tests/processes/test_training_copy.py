"""Nothing leaves a training copy: each gateway's own way out is tried towards a system that is no peer of it.

The same ways are tried without the rule as well, and there each is heard: so the test tries ways that do go out.
"""

import json
import os
import socket
import subprocess
import sys
from threading import Thread

import pytest

pytestmark = pytest.mark.alone
TRIED = """
import django, json, os, sys
from pathlib import Path
from threading import Event
from unittest.mock import MagicMock
import httpx
from lineside.site import contained
django.setup()
from django.conf import settings
OTHER = int(os.environ["OTHER"])
HERE, URL = ("127.0.0.1", OTHER), f"http://127.0.0.1:{OTHER}"
refused = []
plain = contained._refusal
contained._refusal = lambda where: refused.append(where) or plain(where)

def mail():
    from lineside.gateways.email.outbound import _hand_over
    settings.SMARTHOST = f"127.0.0.1:{OTHER}"
    _hand_over("a@force.example", "b@passenger.example", b"x")

def mail_fetched():
    from imapclient import IMAPClient
    IMAPClient("127.0.0.1", OTHER, ssl=False, timeout=2)

def text():
    from lineside.gateways.text.link import Link
    from lineside.gateways.text.session import _connected
    _connected(Link(host="127.0.0.1", port=OTHER, system_id="a", password="b"))

def text_by_notify():
    from lineside.gateways.text.notify import Notify, notify_account
    Notify(notify_account(URL, "k" * 80, "t"))._client.get("/")

def calls_heard():
    from lineside.gateways.telephony.ami import Client, Switch
    Client(Switch(host="127.0.0.1", port=OTHER, user="a", secret="b", note=Path("x")), MagicMock(), Event())._connect()

def calls_out():
    from lineside.gateways.telephony.ami import Switch
    from lineside.gateways.telephony.dialling import Dialler
    switch = Switch(host="127.0.0.1", port=OTHER, user="a", secret="b", note=Path("x"))
    Dialler(switch, MagicMock(), MagicMock(), Event())._connected()

def radios():
    from lineside.exchanges.rules import System
    from lineside.gateways.radio.client import Client
    Client(System(URL, "a", "b"), MagicMock()).exchange.ask("GET", "/")

def hr():
    from lineside.exchanges.rules import System
    from lineside.gateways.hr.client import Client
    Client(System(URL, "a", "b"), MagicMock()).exchange.ask("GET", "/")

def pnc():
    from lineside.gateways.pnc.client import exchange_from_settings
    settings.PNC_URL = f"http://a:b@127.0.0.1:{OTHER}"
    exchange_from_settings().ask("GET", "/")

def roads():
    from lineside.exchanges.queries import Exchange
    from lineside.exchanges.rules import system_of
    Exchange(system_of(URL, "LINESIDE_ROUTER_URL"), patience=2, longest=99).ask("GET", "/")

def tetra():
    from lineside.gateways.tetra.line import Place, Terminal
    Terminal(Place(host="127.0.0.1", port=OTHER, note=Path("x")), MagicMock(), MagicMock(), Event())._connect()

def eisec():
    from lineside.gateways.eisec.client import Client
    from lineside.gateways.eisec.protocol import Source
    Client(Source(*HERE, "a", "b"), MagicMock(), Event())._keep_connected()

def rail_feeds():
    from lineside.gateways.rail_feeds.client import Address, Line
    Line("trust", Address(*HERE, "/topic/x")).connect()

def scanner():
    from lineside.gateways.scanner.outbound import Scanner
    Scanner(MagicMock(path="", host="127.0.0.1", port=OTHER)).about()

def senders():
    from lineside.gateways.senders.names import Names
    Names(f"127.0.0.1:{OTHER}").resolver.resolve("passenger.example", "TXT", lifetime=1, search=False)

def mastodon():
    from lineside.gateways.social.mastodon import Mastodon, MastodonAccount
    Mastodon(MastodonAccount(base=URL, handle="a", token="b")).http.get("/")

def bluesky():
    from lineside.gateways.social.bluesky import Bluesky, BlueskyAccount
    Bluesky(BlueskyAccount(base=URL, handle="a", password="b")).http.get("/")

def x_and_meta():
    from lineside.gateways.social.calling import Caller
    class Any(Caller):
        def told(self, message, asked): ...
    Any(URL, "token").http.post("/")

def pictures():
    from lineside.gateways.social.fetching import media_client
    media_client(URL).get(URL)

told = {}
for way in (mail, mail_fetched, text, text_by_notify, calls_heard, calls_out, radios, hr, pnc, roads, tetra, eisec,
            rail_feeds, scanner, senders, mastodon, bluesky, x_and_meta, pictures):
    refused.clear()
    try:
        way()
    except Exception as fault:
        why = f"{type(fault).__name__}: {fault}"
    else:
        why = ""
    told[way.__name__] = {"refused": len(refused), "why": why[:300]}
print("TOLD " + json.dumps(told))
"""


class Other:
    """A system that is none of ours: it counts who comes, and hangs up on them."""

    def __init__(self):
        self.came = 0
        self.line = socket.create_server(("127.0.0.1", 0))
        self.port = self.line.getsockname()[1]
        self.datagrams = socket.socket(type=socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", self.port))
        Thread(target=self._lines, daemon=True).start()
        Thread(target=self._words, daemon=True).start()

    def _lines(self):
        while True:
            self.line.accept()[0].close()
            self.came += 1

    def _words(self):
        while True:
            self.datagrams.recvfrom(4096)
            self.came += 1


def tried(environment, peers=""):
    other = Other()
    own = {key: value for key, value in os.environ.items() if not key.startswith("LINESIDE_")}
    told = {
        "OTHER": str(other.port),
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
        "LINESIDE_SECRET_KEY": "k" * 50,
        "LINESIDE_ENVIRONMENT": environment,
        "LINESIDE_PEERS": peers.format(port=other.port),
    }
    asked = [sys.executable, "-c", TRIED]
    run = subprocess.run(asked, check=False, env=own | told, capture_output=True, text=True, timeout=120)
    assert "TOLD " in run.stdout, run.stderr
    return json.loads(run.stdout.rpartition("TOLD ")[2]), other.came


@pytest.fixture(scope="module")
def contained():
    return tried("TRAINING")


def test_every_gateways_way_out_is_refused_in_a_training_copy(contained):
    ways, _ = contained
    assert {name: told for name, told in ways.items() if not told["refused"]} == {}


def test_nothing_is_heard_by_another_system(contained):
    assert contained[1] == 0


def test_the_same_ways_go_out_where_the_rule_does_not_hold():
    ways, came = tried("LIVE")
    assert {name for name, told in ways.items() if told["refused"]} == set()
    assert came >= len(ways)


def test_a_peer_of_the_copy_is_reached():
    ways, came = tried("TRAINING", "127.0.0.1:{port}")
    assert {name for name, told in ways.items() if told["refused"]} == set()
    assert came >= len(ways)
