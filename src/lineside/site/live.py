"""The live process: server-sent events to every desk that is signed in."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after django.setup
from django.db import close_old_connections  # noqa: E402

from lineside.access import queries as access  # noqa: E402
from lineside.desks import rows  # noqa: E402
from lineside.kernel.actors import Actor  # noqa: E402
from lineside.site.exchange import Desk, Exchange, beat  # noqa: E402

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

EXCHANGE = Exchange()
FIRST = b"retry: 1000\n"
ENDED = b"event: ended\ndata: {}\n\n"
_EVENTS = (b"content-type", b"text/event-stream")
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", settings.ORIGIN.encode()),
    (b"access-control-allow-credentials", b"true"),
    (b"vary", b"origin"),
]


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
    desk = await _desk(headers)
    if desk is None:
        await _answer(send, 401)
        return
    EXCHANGE.desks.add(desk)
    gone = asyncio.create_task(_until_gone(receive, desk))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, _EVENTS]})
        await send({"type": "http.response.body", "body": FIRST + beat(), "more_body": True})
        if cursor := _cursor(scope, headers):
            await EXCHANGE.resume(desk, cursor)
        while payload := await desk.next():
            await send({"type": "http.response.body", "body": payload, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": ENDED, "more_body": False})
    finally:
        EXCHANGE.desks.discard(desk)
        gone.cancel()


async def _desk(headers: dict[str, str]) -> Desk | None:
    cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    found = await asyncio.get_running_loop().run_in_executor(EXCHANGE.threads, _who, cookie.value)
    return Desk(actor=found[0], session=cookie.value, stamp=found[1]) if found else None


def _cursor(scope: MutableMapping[str, Any], headers: dict[str, str]) -> int:
    """Where the desk left off; of a page that was just made, where its facts end."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("cursor", [""])[0]
    said = headers.get("last-event-id") or asked
    said = said.partition(".")[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0  # noqa: PLR2004 - digits of a xid8


async def _until_gone(receive: Receive, desk: Desk) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    desk.end()


def _who(session: str) -> tuple[Actor, int] | None:
    close_old_connections()
    return access.actor_of_session(session)


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": b""})
