"""The live process: one tail of the events, each changed row rendered once, its bytes to every desk that may see it."""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after django.setup
from django.db import close_old_connections  # noqa: E402
from psycopg import AsyncConnection, OperationalError  # noqa: E402

from lineside.access import queries as access  # noqa: E402
from lineside.desks import rows  # noqa: E402
from lineside.heartbeats.commands import Pulse  # noqa: E402
from lineside.kernel import live  # noqa: E402
from lineside.kernel.actors import Actor  # noqa: E402
from lineside.kernel.clock import now  # noqa: E402
from lineside.kernel.keys import first_key_at  # noqa: E402

MERGE_SECONDS = 0.1  # the first change of a row goes at once, later ones within this are one
CHECK_SECONDS = 1.0  # sign-out, lock or a change of role ends a stream within two seconds
BEAT_SECONDS = 5.0
MOST_WAITING = 2000  # a desk that is this far behind is cut off and comes back with its cursor
PULSE = Pulse("live")  # beats from the loop that checks every desk: were it stuck, no beat would leave
log = logging.getLogger(__name__)

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


@dataclass(eq=False, slots=True)
class Desk:
    """One open stream."""

    actor: Actor
    session: str
    stamp: int
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def may_see(self, row: rows.LiveRow) -> bool:
        return self.actor.may(row.needs) and self.actor.covers(row.area)


class Exchange:
    """Every open desk, and the tail that feeds them."""

    def __init__(self) -> None:
        self.desks: set[Desk] = set()
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="render")
        self.sent_at: dict[str, float] = {}
        self.due: dict[str, asyncio.TimerHandle] = {}
        self.rendering: set[str] = set()
        self.cursor = "0"
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self.tasks = [asyncio.create_task(self._for_ever(work)) for work in (self._tail, self._check, self._beat)]

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()

    async def _for_ever(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except (OperationalError, OSError, ConnectionError) as error:
                log.warning("live: %s; trying again", error)
                await asyncio.sleep(0.5)
            except Exception:
                log.exception("live: a loop failed; trying again")
                await asyncio.sleep(0.5)

    async def _tail(self) -> None:
        async with await AsyncConnection.connect(address(), autocommit=True) as connection:
            snapshot = await live.snapshot_now(connection)
            while True:
                news = await live.look(connection, snapshot, since())
                snapshot, self.cursor = news.snapshot, news.cursor
                for topic in news.topics:
                    self.changed(topic)
                await asyncio.sleep(live.POLL_SECONDS)

    def changed(self, topic: str) -> None:
        """Render the topic now, or once when its merging time is over."""
        loop = asyncio.get_running_loop()
        if topic in self.due:
            return
        wait = self.sent_at.get(topic, 0.0) + MERGE_SECONDS - loop.time()
        if wait <= 0:
            self._go(topic)
        else:
            self.due[topic] = loop.call_later(wait, self._go, topic)

    def _go(self, topic: str) -> None:
        self.due.pop(topic, None)
        loop = asyncio.get_running_loop()
        if topic in self.rendering:  # one at a time, so that an older row never follows a newer one
            self.due[topic] = loop.call_later(MERGE_SECONDS, self._go, topic)
            return
        self.sent_at[topic] = loop.time()
        if len(self.sent_at) > 10_000:  # noqa: PLR2004 - enough for a shift; older ones have had their 100 ms
            self.sent_at = {topic: loop.time()}
        loop.create_task(self._render(topic))  # noqa: RUF006 - it ends by itself

    async def _render(self, topic: str) -> None:
        if not self.desks:
            return
        self.rendering.add(topic)
        try:
            for row in await asyncio.get_running_loop().run_in_executor(self.threads, rendered, topic):
                self.push(row)
        finally:
            self.rendering.discard(topic)

    def push(self, row: rows.LiveRow) -> None:
        payload = message(row, self.cursor)
        for desk in list(self.desks):
            if desk.may_see(row):
                self.give(desk, payload)

    def give(self, desk: Desk, payload: bytes) -> None:
        try:
            desk.waiting.put_nowait(payload)
        except asyncio.QueueFull:
            self.end(desk)

    def end(self, desk: Desk) -> None:
        """Close the stream: what waits is dropped, and an empty message says stop."""
        self.desks.discard(desk)
        while not desk.waiting.empty():
            desk.waiting.get_nowait()
        desk.waiting.put_nowait(b"")

    async def _check(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self.threads, PULSE.beat)
        desks = list(self.desks)
        if desks:
            keys = {desk.session for desk in desks}
            stamps = await asyncio.get_running_loop().run_in_executor(self.threads, stamps_now, keys)
            for desk in desks:
                if stamps.get(desk.session) != desk.stamp:
                    self.end(desk)
        await asyncio.sleep(CHECK_SECONDS)

    async def _beat(self) -> None:
        for desk in list(self.desks):
            self.give(desk, b"event: beat\ndata: {}\n\n")
        await asyncio.sleep(BEAT_SECONDS)


def address() -> str:
    facts = settings.DATABASES["default"]
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    parts = {name: facts[name.upper()] for name in ("host", "port", "user", "password")}
    return make_conninfo(**parts, dbname=facts["NAME"])


def since() -> str:
    """No command lasts a day: events with older keys need no look, so old partitions are left alone."""
    return str(first_key_at(now() - timedelta(days=1)))


def rendered(topic: str) -> list[rows.LiveRow]:
    close_old_connections()
    return rows.render(topic)


def stamps_now(keys: set[str]) -> dict[str, int]:
    close_old_connections()
    return access.stamps_of_sessions(keys)


def message(row: rows.LiveRow, cursor: str) -> bytes:
    # A restricted row is never in the stream: its desks get a hint and ask for it, and that request is checked.
    hidden = row.restricted and not row.gone
    facts = {"id": row.id, "list": row.list, "sort": row.sort, "gone": row.gone, "html": "" if hidden else row.html}
    kind = "hint" if hidden else "row"
    return f"id: {cursor}\nevent: {kind}\ndata: {json.dumps(facts)}\n\n".encode()


EXCHANGE = Exchange()


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/stream" and scope["method"] == "GET":
        await _stream(scope, receive, send)
    elif scope["type"] == "http":
        await _answer(send, 200 if scope["path"] == "/health" else 404)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = await receive()
        if event["type"] == "lifespan.startup":
            await asyncio.get_running_loop().run_in_executor(EXCHANGE.threads, rows.warm)
            EXCHANGE.start()
            await send({"type": "lifespan.startup.complete"})
        elif event["type"] == "lifespan.shutdown":
            await EXCHANGE.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _stream(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    headers = {key.decode().lower(): value.decode("latin-1") for key, value in scope["headers"]}
    if headers.get("origin", settings.ORIGIN) != settings.ORIGIN:
        await _answer(send, 403)
        return
    cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(EXCHANGE.threads, _who, cookie.value) if cookie else None
    if found is None or cookie is None:
        await _answer(send, 401)
        return
    desk = Desk(actor=found[0], session=cookie.value, stamp=found[1])
    EXCHANGE.desks.add(desk)
    await send(
        {"type": "http.response.start", "status": 200, "headers": [*_HEADERS, (b"content-type", b"text/event-stream")]}
    )
    asyncio.get_running_loop().create_task(_resume(headers.get("last-event-id", "")))
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _feed(desk, gone, send)
    finally:
        EXCHANGE.desks.discard(desk)
        gone.cancel()


async def _feed(desk: Desk, gone: asyncio.Task[None], send: Send) -> None:
    await send({"type": "http.response.body", "body": b"retry: 1000\nevent: beat\ndata: {}\n\n", "more_body": True})
    while not gone.done():
        take = asyncio.create_task(desk.waiting.get())
        await asyncio.wait({take, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not take.done():
            take.cancel()
            return
        payload = take.result()
        if not payload:
            await send({"type": "http.response.body", "body": b"event: ended\ndata: {}\n\n", "more_body": False})
            return
        with suppress(asyncio.QueueEmpty):
            while True:
                more = desk.waiting.get_nowait()
                if not more:
                    EXCHANGE.end(desk)
                    break
                payload += more
        await send({"type": "http.response.body", "body": payload, "more_body": True})


async def _resume(cursor: str) -> None:
    """A desk that comes back: push again whatever changed since its cursor; a row twice does no harm."""
    if not (cursor.isascii() and cursor.isdigit()):
        return
    async with await AsyncConnection.connect(address(), autocommit=True) as connection:
        for topic in await live.since_cursor(connection, cursor, since()):
            EXCHANGE.changed(topic)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _who(session: str) -> tuple[Actor, int] | None:
    close_old_connections()
    return access.actor_of_session(session)


_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", settings.ORIGIN.encode()),
    (b"access-control-allow-credentials", b"true"),
    (b"vary", b"origin"),
]


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": b""})
