"""Where X and Meta call us: believed by their signature alone, and answered when what they brought is committed."""

import hmac
import logging
import re
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Timer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from django.db import close_old_connections, connection

from lineside.exchanges.queries import hang_up
from lineside.gateways.social.commands import take_gone
from lineside.gateways.social.inbound import ACTOR, leave_for_a_person, receive, receive_media
from lineside.gateways.social.protocol import Gone, Post, Unreadable, read_delivery
from lineside.gateways.social.protocol.signatures import is_same, meta_words, x_signature, x_words
from lineside.gateways.social.rules import Dead

log = logging.getLogger("lineside.social")
LARGEST_DELIVERY, LARGEST_PROVED, PIECE = 8 << 20, 64 << 20, 64 << 10
FOR_HEADERS, PATIENCE = 2.0, 10.0  # seconds for them, and for a whole delivery, to be here, however slowly they come
AT_ONCE, TAKEN_AT_ONCE, FETCHED_AT_ONCE = 32, 16, 2
CROWDED_FOR = 30.0  # seconds that it is told after somebody found no place
FULL = b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
LONGEST_TOKEN = 500
# Signed for whoever asks, so it must never be what a delivery could be.
CHALLENGE = re.compile(r"[A-Za-z0-9_+/=-]{1,200}")
KEPT, FORBIDDEN, NOT_HERE, TOO_LARGE, AWAY = 200, 403, 404, 413, 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """What we agreed with one platform: our account there, and the words that only it and we know."""

    platform: str
    own: str
    secret: str
    verify: str = ""
    instagram: str = ""  # our account there, of which Meta tells on the same line
    media: httpx.Client | None = None

    def answer_to(self, asked: Mapping[str, str]) -> tuple[str, str] | None:
        """The body and its type with which we prove that this address is ours; None where the asker proves nothing."""
        if self.platform == "x":
            token = asked.get("crc_token", "")
            if not CHALLENGE.fullmatch(token):
                return None
            return f'{{"response_token":"{x_signature(self.secret, token.encode())}"}}', "application/json"
        told = asked.get("hub.challenge", "")
        is_theirs = asked.get("hub.mode") == "subscribe" and is_same(self.verify, asked.get("hub.verify_token", ""))
        return (told[:LONGEST_TOKEN], "text/plain; charset=utf-8") if is_theirs and told else None

    def is_signed(self, proof: bytes, headers: Message) -> bool:
        if self.platform == "x":
            return is_same(x_words(proof), headers.get("x-twitter-webhooks-signature") or "")
        return is_same(meta_words(proof), headers.get("X-Hub-Signature-256") or "")

    def take(self, raw: bytes, new: list[Post]) -> None:
        """Commit each event of it by itself; raise where one was not kept as it should be, so that it is told again.

        A delivery that comes again, or is played again by a stranger, adds nothing; `new` grows by what was.
        """
        try:
            events = read_delivery(self.platform, raw, *((self.own, self.instagram) if self.instagram else (self.own,)))
        except Unreadable as fault:
            leave_for_a_person(Dead(account=self.own, platform=self.platform, raw=raw, why=str(fault)))
            return
        failed = None
        for event in events:
            try:
                new += self._take(event)
            except Exception as fault:  # noqa: BLE001 - whatever it is, those behind it are to be kept
                failed = fault
                self._leave(event, fault)
        if failed:
            raise failed

    def fetch_media(self, posts: list[Post]) -> None:
        """Once the platform has its answer, since what hangs on a post may be slow to come."""
        for post in posts:
            try:
                if post.media and self.media:
                    receive_media(self.own, post, self.media)
            except Exception:
                log.exception("What hangs on a post was not fetched; the post says where it is")
        connection.close()

    def leave_unread(self, length: int, proof: bytes) -> None:
        """A delivery larger than any that we read."""
        why = f"It brought {length >> 20} MB at once, more than is read here. Look there for what came at that time."
        raw = f"{length} bytes, proved by {proof.hex()}".encode()
        leave_for_a_person(Dead(account=self.own, platform=self.platform, raw=raw, why=why))

    def _take(self, event: bytes | Gone) -> list[Post]:
        if isinstance(event, bytes):
            return receive(self.platform, self.own, event)
        take_gone(actor=ACTOR, account=self.own, key=event.key)
        return []

    def _leave(self, event: bytes | Gone, fault: Exception) -> None:
        """For a person, since X tells nothing twice; raises where not even that can be kept."""
        log.warning("An event of %s could not be kept", self.platform, exc_info=fault)
        connection.close()
        what = event if isinstance(event, bytes) else f"gone: {event.key}".encode()
        why = (
            f"It could not be kept when it came ({type(fault).__name__}), and may not be told again."
            " Try it again, or look there."
        )
        leave_for_a_person(Dead(account=self.own, platform=self.platform, raw=what, why=why))


class Listener(ThreadingHTTPServer):
    """As many callers at once as there is room for; whoever finds none is told at once to come again."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, host: str, port: int, hooks: Mapping[str, Hook]) -> None:
        super().__init__((host, port), _Delivery)
        self.hooks = dict(hooks)
        self.taking = BoundedSemaphore(TAKEN_AT_ONCE)
        self.after = ThreadPoolExecutor(FETCHED_AT_ONCE, "social-media")
        self._free, self._full_at = BoundedSemaphore(AT_ONCE), float("-inf")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def is_crowded(self) -> bool:
        """Whether somebody found no place lately."""
        return time.monotonic() - self._full_at < CROWDED_FOR

    def server_close(self) -> None:
        super().server_close()
        self.after.shutdown(wait=False, cancel_futures=True)

    def _hand_over(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the standard library's own
        if self._free.acquire(blocking=False):
            ThreadingHTTPServer.process_request(self, request, client_address)
            return
        if not self.is_crowded:
            log.error("All places of the webhooks are taken; callers are told to come again")
        self._full_at = time.monotonic()
        with suppress(OSError):
            request.sendall(FULL)
        self.shutdown_request(request)

    def _answer(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        try:
            ThreadingHTTPServer.process_request_thread(self, request, client_address)
        finally:
            self._free.release()
            if not connection.in_atomic_block:
                connection.close()

    process_request, process_request_thread = _hand_over, _answer  # as the standard library calls them

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002
        fault = sys.exception()
        if isinstance(fault, ConnectionError | TimeoutError):
            log.info("A caller of the webhooks went away: %s", client_address[0])
        else:
            log.error("A call of the webhooks trips us", exc_info=fault)


class _Delivery(BaseHTTPRequestHandler):
    server: Listener
    timeout = PATIENCE  # between two bytes; the whole has its own
    server_version, sys_version = "Lineside", ""

    def setup(self) -> None:
        self.clocks = [Timer(seconds, hang_up, [[self.request]]) for seconds in (FOR_HEADERS, PATIENCE)]
        for each in self.clocks:
            each.start()
        super().setup()

    def finish(self) -> None:
        for each in self.clocks:
            each.cancel()
        super().finish()

    def _challenge(self) -> None:
        asked = {key: values[-1] for key, values in parse_qs(urlsplit(self.path).query).items()}
        hook = self._hook()
        found = hook.answer_to(asked) if hook else None
        if found:
            self._say(KEPT, *found)
        else:
            self._say(FORBIDDEN if hook else NOT_HERE)

    def _receive(self) -> None:
        hook, length = self._hook(), self.headers.get("Content-Length", "")
        if hook is None:
            self._say(NOT_HERE)
        elif not length.isdecimal() or int(length) > LARGEST_PROVED:
            log.error("A delivery of %r bytes was turned away unread", length[:20])
            self._say(TOO_LARGE)
        else:
            self.clocks[0].cancel()
            self._hear(hook, int(length))

    def _hear(self, hook: Hook, length: int) -> None:
        """Only what they signed is taken; of what is too large to keep, so that no stranger leaves word of it."""
        proof, raw, left = hmac.new(hook.secret.encode(), digestmod="sha256"), bytearray(), length
        while left and (piece := self.rfile.read(min(left, PIECE))):
            proof.update(piece)
            left -= len(piece)
            if length <= LARGEST_DELIVERY:
                raw += piece
        if not hook.is_signed(proof.digest(), self.headers):
            log.warning("A delivery without the platform's signature, from %s, was turned away", self.client_address[0])
            self._say(FORBIDDEN)
        elif length > LARGEST_DELIVERY:
            self._take(hook, lambda _: hook.leave_unread(length, proof.digest()))
        else:
            self._take(hook, lambda new: hook.take(bytes(raw), new))

    def _take(self, hook: Hook, take: Callable[[list[Post]], None]) -> None:
        """Answered when it is committed, and not before."""
        new: list[Post] = []
        status = AWAY
        try:
            with self.server.taking:
                close_old_connections()
                take(new)
            status = KEPT
        except Exception:
            log.exception("A delivery of %s is to be told again", hook.platform)
        try:
            self._say(status)
        finally:
            if new:
                self.server.after.submit(hook.fetch_media, new)

    do_GET, do_POST = _challenge, _receive  # noqa: N815 - so the library looks them up

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        log.info(format, *args)

    def _hook(self) -> Hook | None:
        return self.server.hooks.get(urlsplit(self.path).path)

    def _say(self, status: int, body: str = "", kind: str = "text/plain") -> None:
        raw = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(raw)
        self.close_connection = True
