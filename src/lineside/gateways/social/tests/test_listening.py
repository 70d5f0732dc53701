"""Whoever calls us gets an answer, and holds up nobody else: not by waiting, by size or by what hangs on a post."""

import socket
import time
from contextlib import ExitStack
from dataclasses import replace
from threading import Event

import httpx
import pytest

from lineside.contacts.models import Contact, DeadLetter, Message, MessageFile
from lineside.gateways.social.tests.test_mastodon import until
from lineside.gateways.social.webhooks import LARGEST_DELIVERY, LARGEST_PROVED

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTE = 1 << 20


def test_strangers_who_send_one_byte_and_wait_shut_nobody_out(listener, x):
    with ExitStack() as waiting:
        for _ in range(40):
            stranger = waiting.enter_context(socket.create_connection(listener.server_address))
            stranger.sendall(b"P")
        began = time.monotonic()
        until(lambda: listener.is_crowded, 2)
        until(lambda: x.deliver(x.said("sam", "help")) == 200, 6)
        assert time.monotonic() - began < 7
    assert Contact.objects.count() == 1


def test_what_hangs_on_a_post_is_fetched_after_the_platform_has_its_answer(listener, x):
    answered = Event()

    def slow(request):
        assert answered.wait(10)
        return httpx.Response(200, stream=httpx.ByteStream(b"bytes"), headers={"content-type": "image/png"})

    listener.hooks["/x"] = replace(listener.hooks["/x"], media=httpx.Client(transport=httpx.MockTransport(slow)))
    told = x.said("sam", "a knife")
    pictures = [{"media_url_https": f"https://x.example/{each}.png", "type": "photo"} for each in "ab"]
    told["tweet_create_events"][0]["extended_entities"] = {"media": pictures}
    assert x.deliver(told) == 200
    message = Message.objects.get()
    assert "is fetched afterwards; where it is not here, look there" in message.remarks[0]
    answered.set()
    until(lambda: MessageFile.objects.count() == 2)
    until(lambda: Message.objects.get().remarks[-1] == "2 of 2 that hang on it were fetched after it came.")
    assert x.deliver(told) == 200
    assert MessageFile.objects.count() == 2


def test_a_large_delivery_is_taken_and_of_a_larger_one_a_person_is_told(x):
    padding = {"apps": "x" * (3 * MEGABYTE)}
    assert x.deliver({**x.said("sam", "help"), **padding}) == 200
    assert Contact.objects.count() == 1
    padding = {"apps": "x" * LARGEST_DELIVERY}
    assert x.deliver({**x.said("sam", "help"), **padding}) == 200
    assert "It brought 8 MB at once" in DeadLetter.objects.get().why


def test_what_is_large_and_signed_by_nobody_leaves_nothing(listener, x):
    assert x.deliver({"padding": "x" * LARGEST_DELIVERY}, signature="sha256=00") == 403
    with socket.create_connection(listener.server_address) as stranger:
        stranger.sendall(f"POST /x HTTP/1.1\r\nContent-Length: {LARGEST_PROVED + 1}\r\n\r\n".encode())
        assert stranger.recv(1000).split()[1] == b"413"
    assert DeadLetter.objects.count() == 0
