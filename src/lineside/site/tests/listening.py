"""The live process inside a test: its real application on a loop of its own, and desks that keep what they are sent."""

import asyncio
import json
import time
from contextlib import contextmanager
from threading import Barrier, Thread

from django.conf import settings
from django.db import connections
from django.test import Client

from lineside.access.testing import make_account
from lineside.desks import rows
from lineside.incidents.commands import add_log_entry
from lineside.incidents.testing import OPERATOR
from lineside.site import live
from lineside.site.exchange import Exchange

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Desk:
    """A browser that is signed in, and its stream: each message as (event, id, facts, the moment it came)."""

    def __init__(self, house, role="communications_officer", username="", areas=()):
        self.house = house
        self.browser = Client(headers={"host": "testserver"})
        self.account = make_account(role, username=username or f"{role}-{time.monotonic_ns()}", areas=areas)
        self.browser.force_login(self.account, backend=BACKEND)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={self.browser.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.messages, self.status, self.over = [], 0, False

    def open(self, last_event_id="", query=""):
        self.messages, self.status, self.over = [], 0, False
        headers = [(b"cookie", self.cookie.encode())]
        if last_event_id:
            headers.append((b"last-event-id", last_event_id.encode()))
        scope = {"type": "http", "method": "GET", "path": "/stream", "query_string": query.encode(), "headers": headers}
        self.left = asyncio.Event()
        self.stream = asyncio.run_coroutine_threadsafe(
            live.application(scope, self._until_left, self._take), self.house.loop
        )
        assert until(lambda: self.messages or self.over), "the stream did not open"
        return self

    def leave(self):
        self.house.loop.call_soon_threadsafe(self.left.set)
        self.stream.result(5)

    async def _until_left(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _take(self, part):
        if part["type"] == "http.response.start":
            self.status = part["status"]
            return
        moment = time.monotonic()
        for text in part["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in text.split("\n") if ": " in line)
            if "event" in lines:
                facts = json.loads(lines["data"])
                self.messages.append((lines["event"], int(lines.get("id", "0").partition(".")[0]), facts, moment))
        self.over = self.over or not part.get("more_body")

    def told(self, key):
        """What was said of one element, oldest first."""
        return [facts for _, _, facts, _ in self.messages if facts.get("id") == str(key)]

    def shows(self, key, words="", within=5.0):
        """Whether the element comes, with these words in it."""
        return until(lambda: any(words in facts["html"] for facts in self.told(key)), within)

    def cursor(self):
        return str(max((number for _, number, _, _ in self.messages), default=0))


class House:
    """One live process."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, name="live")
        self.exchange = live.EXCHANGE

    def on_loop(self, work):
        """Run a plain function on the loop's own thread."""

        async def run():
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(10)


@contextmanager
def live_house(monkeypatch):
    monkeypatch.setattr(live, "EXCHANGE", Exchange())
    house = House()
    house.thread.start()
    asyncio.run_coroutine_threadsafe(_start(), house.loop).result(30)
    try:
        assert until(lambda: house.exchange.snapshot), "the tail did not begin"
        yield house
    finally:
        asyncio.run_coroutine_threadsafe(_stop(house.exchange), house.loop).result(30)
        house.loop.call_soon_threadsafe(house.loop.stop)
        house.thread.join(10)
        house.loop.close()


async def _start():
    live.EXCHANGE.start()
    await asyncio.get_running_loop().run_in_executor(live.EXCHANGE.threads, rows.warm)


async def _stop(exchange):
    await exchange.stop()
    await asyncio.gather(*exchange.tasks, return_exceptions=True)
    await asyncio.sleep(0.05)  # streams say that they are over
    both = Barrier(2)
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(exchange.threads, _close, both) for _ in range(2)))
    exchange.threads.shutdown()


def _close(both):
    both.wait(10)  # one for each thread, not both for one
    connections.close_all()


def write(incident, text):
    add_log_entry(actor=OPERATOR, incident_id=incident.id, text=text)


def until(true, within=5.0):
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if true():
            return True
        time.sleep(0.01)
    return bool(true())
