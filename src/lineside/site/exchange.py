"""Every open desk, and the tail that feeds them: each changed row rendered once, its bytes to whoever may see it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections
from psycopg import AsyncConnection, OperationalError
from psycopg.conninfo import make_conninfo

from lineside.access import queries as access
from lineside.desks import rows
from lineside.desks.live_row import BOARDS, LiveRow
from lineside.heartbeats.commands import EVERY, Pulse, find_silent
from lineside.kernel import live
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.events import MAY_WAIT
from lineside.kernel.keys import first_key_at

MERGE_SECONDS = 0.1  # the first change of a row goes at once, later ones within this are one
GATHER_SECONDS = 1.0  # what may wait, such as where units are, is given out once a second, all of it together
CHECK_SECONDS = 1.0  # sign-out, lock or a change of role ends a stream within two seconds
BEAT_SECONDS = 5.0
RETRY_SECONDS = 0.5
STUCK_SECONDS = 10.0  # a look takes a millisecond; a connection that is silent for so long is dead
MOST_WAITING = 2000  # a desk that is this far behind is cut off and comes back with its cursor
PULSE = Pulse("live")  # from the loop that checks every desk: were it stuck, no beat would leave
END = b""
AGAIN = b"event: again\ndata: {}\n\n"
log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Desk:
    """One open stream."""

    actor: Actor
    session: str
    stamp: int
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def give(self, payload: bytes) -> None:
        try:
            self.waiting.put_nowait(payload)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Close the stream: what waits is dropped, and an empty message says stop."""
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(END)

    async def next(self) -> bytes:
        """All that waits, as one piece; nothing when the stream is over."""
        payload = await self.waiting.get()
        with suppress(asyncio.QueueEmpty):
            while payload:
                more = self.waiting.get_nowait()
                payload = payload + more if more else END
        return payload


class Exchange:
    """Hears of changes from the tail, and gives each desk the rows that it may see."""

    def __init__(self) -> None:
        self.desks: set[Desk] = set()
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="render")
        self.snapshot = ""  # of the last look; kept while the database is away, so that nothing is missed
        # Topic -> the cursor that finds its change again, from hearing of it until its rows are given out. A desk is
        # never told a cursor past one of these, so one that comes back is given what it had not got.
        self.owed: dict[str, int] = {}
        self.rendering: set[str] = set()
        self.again: set[str] = set()
        self.gathered: set[str] = set()
        self.rendered_at: dict[str, float] = {}
        self.looked_at = 0.0
        self.check_now = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []
        self.renders: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        loops = (self._tail, self._check, self._beat, self._watch)
        self.tasks = [asyncio.create_task(_for_ever(work)) for work in loops]

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        for desk in self.desks:
            desk.end()

    async def _tail(self) -> None:
        async with await AsyncConnection.connect(address(), autocommit=True) as connection:
            self.snapshot = self.snapshot or await live.snapshot_now(connection)
            while True:
                async with asyncio.timeout(STUCK_SECONDS):
                    news = await live.look(connection, self.snapshot, since())
                before, self.snapshot = live.cursor_of(self.snapshot), news.snapshot
                for topic in news.topics:
                    self.changed(topic, before)
                self.looked_at = asyncio.get_running_loop().time()
                await asyncio.sleep(live.POLL_SECONDS)

    def changed(self, topic: str, cursor: int) -> None:
        """Render the topic now, or once when its merging time is over; `cursor` finds the change again."""
        if topic.startswith("account:"):
            self.check_now.set()
        if topic in self.rendering:  # one at a time, so that an older row never follows a newer one
            self.again.add(topic)
        if topic in self.owed:
            return
        self.owed[topic] = cursor
        loop = asyncio.get_running_loop()
        if topic.startswith(MAY_WAIT):
            if not self.gathered:
                loop.call_later(GATHER_SECONDS, self._give_out)
            self.gathered.add(topic)
            return
        wait = self.rendered_at.get(topic, 0.0) + MERGE_SECONDS - loop.time()
        if wait > 0:
            loop.call_later(wait, self._go, topic)
        else:
            self._go(topic)

    def _give_out(self) -> None:
        topics = sorted(self.gathered)
        self.gathered.clear()
        if topics:
            self._go(*topics)

    def _go(self, *topics: str) -> None:
        moment = asyncio.get_running_loop().time()
        if len(self.rendered_at) > 10_000:  # noqa: PLR2004 - enough for a shift; older ones have had their 100 ms
            self.rendered_at = {}
        self.rendered_at |= dict.fromkeys(topics, moment)
        self.rendering.update(topics)
        task = asyncio.create_task(self._render(topics))
        self.renders.add(task)
        task.add_done_callback(self.renders.discard)

    async def _render(self, topics: tuple[str, ...]) -> None:
        found: list[LiveRow] = []
        try:
            if self.desks:
                found = await asyncio.get_running_loop().run_in_executor(self.threads, rendered, topics)
        except Error as error:
            # Still owed: the database is away, and what changed is shown when it is back.
            log.warning("live: %s; rendering %s again", error, ", ".join(topics))
            asyncio.get_running_loop().call_later(RETRY_SECONDS, partial(self._go, *topics))
            return
        except Exception:
            log.exception("live: %s could not be rendered", ", ".join(topics))
            if len(topics) > 1:  # one of them alone is at fault
                for topic in topics:
                    self._go(topic)
                return
        self._is_done(topics)
        for row in found:
            self.push(row)

    def _is_done(self, topics: tuple[str, ...]) -> None:
        for topic in topics:
            self.rendering.discard(topic)
            cursor = self.owed.pop(topic)
            if topic in self.again:
                self.again.discard(topic)
                self.changed(topic, cursor)

    def told_cursor(self) -> int:
        """What a desk may resume from: whatever changed before it has been given out."""
        return min(self.owed.values(), default=live.cursor_of(self.snapshot))

    def place(self) -> str:
        """Whence a desk resumes, and after a dot how far was looked: what a page made before that has not."""
        return f"{self.told_cursor()}.{live.cursor_of(self.snapshot)}"

    def push(self, row: LiveRow) -> None:
        place = self.place()
        payload = message(row, place)
        left = message(row.taken_away(), place) if row.list in BOARDS and not row.restricted else b""
        for desk in list(self.desks):
            if not desk.actor.may(row.needs):
                continue
            if desk.actor.covers(row.area):
                desk.give(payload)
            elif left:  # it may have been on this desk's board until it moved to another area
                desk.give(left)

    async def resume(self, desk: Desk, cursor: int) -> None:
        """A desk that comes back: push again whatever changed since its cursor; a row twice does no harm."""
        async with await AsyncConnection.connect(address(), autocommit=True) as connection:
            topics = await live.since_cursor(connection, cursor, since())
        if topics is None:
            desk.give(AGAIN)
        for topic in topics or ():
            self.changed(topic, cursor)

    async def _check(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK_SECONDS):
                await self.check_now.wait()
        self.check_now.clear()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.threads, partial(PULSE.beat, is_well=self.hears(), says="hears of no changes"))
        if not self.desks:
            return
        desks = list(self.desks)
        keys = {desk.session for desk in desks}
        stamps = await loop.run_in_executor(self.threads, stamps_now, keys)
        for desk in desks:
            if stamps.get(desk.session) != desk.stamp:
                desk.end()

    async def _watch(self) -> None:
        """Look for parts that fell silent, as the worker does: it cannot tell of its own death, nor of a full queue."""
        await asyncio.get_running_loop().run_in_executor(self.threads, silent_parts)
        await asyncio.sleep(EVERY)

    def hears(self) -> bool:
        return asyncio.get_running_loop().time() - self.looked_at < BEAT_SECONDS

    async def _beat(self) -> None:
        if self.hears():  # else no beat, and each desk's dot turns: it must not look live
            for desk in self.desks:
                desk.give(f"id: {self.place()}\n".encode() + beat())
        await asyncio.sleep(BEAT_SECONDS)


def beat() -> bytes:
    """Says that the stream lives, and what the time is: the desks' clocks go by the server's."""
    return f'event: beat\ndata: {{"at": {now().timestamp() * 1000:.0f}}}\n\n'.encode()


async def _for_ever(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except (Error, OperationalError, OSError) as error:
            log.warning("live: %s; trying again", error or type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            log.exception("live: a loop failed; trying again")
            await asyncio.sleep(RETRY_SECONDS)


def address() -> str:
    facts = settings.DATABASES["default"]
    parts = {name: facts[name.upper()] for name in ("host", "port", "user", "password")}
    return make_conninfo(**parts, dbname=facts["NAME"])


def since() -> str:
    """No command lasts a day: events with older keys need no look, so old partitions are left alone."""
    return str(first_key_at(now() - timedelta(days=1)))


def rendered(topics: tuple[str, ...]) -> list[LiveRow]:
    close_old_connections()
    return rows.render_all(topics)


def silent_parts() -> list[str]:
    close_old_connections()
    return find_silent()


def stamps_now(keys: set[str]) -> dict[str, int]:
    close_old_connections()
    return access.stamps_of_sessions(keys)


def message(row: LiveRow, place: str) -> bytes:
    # A restricted row is never in the stream: its desks get a hint and ask for it, and that request is checked.
    hidden = row.restricted and not row.gone
    facts: dict[str, Any] = {"id": row.id, "list": row.list, "sort": row.sort, "gone": row.gone}
    facts |= {"html": "" if hidden else row.html}
    kind = "hint" if hidden else "row"
    if row.moved and not hidden:
        kind, facts = "at", {"id": row.id, **row.moved}
    return f"id: {place}\nevent: {kind}\ndata: {json.dumps(facts)}\n\n".encode()
