"""A small HTTP listener for the hub: one message a request, answered when what it says is kept."""

import hmac
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import SHUT_RD
from threading import BoundedSemaphore, Timer
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.exchanges.rules import Unreadable
from lineside.exchanges.rules.markup import LONGEST
from lineside.files.permissions import CanFile
from lineside.gateways.mait.commands import take_in_dead
from lineside.gateways.mait.protocol import Mapping
from lineside.gateways.mait.reading import RIGHTS, take_in_any
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal

log = logging.getLogger("lineside.mait")
ACTOR = system_actor("MAIT gateway", *RIGHTS, CanFile.STORE)
PATIENCE = 10.0  # seconds for the hub to send one message whole, however slowly it comes
AT_ONCE = 8
KEPT, NOT_KNOWN, NOT_HERE, TOO_LONG, AWAY = 204, 401, 404, 413, 503
DATABASE_FAULTS = (OperationalError, InterfaceError)


class Listener(HTTPServer):
    """As many messages at once as there are threads; the rest wait in the socket's own queue."""

    request_queue_size = 64

    def __init__(self, host: str, port: int, key: str, mapping: Mapping) -> None:
        super().__init__((host, port), Posted)
        self.port, self.key, self.mapping = int(self.server_address[1]), key, mapping
        self._threads, self._free = ThreadPoolExecutor(AT_ONCE, "mait"), BoundedSemaphore(AT_ONCE)

    def _hand_over(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the standard library's own
        self._free.acquire()  # an executor would take in without end; PATIENCE ends this wait
        self._threads.submit(self._answer, request, client_address)

    process_request = _hand_over  # as the standard library calls it

    def stop(self) -> None:
        """What was begun is answered first."""
        self.shutdown()
        self._threads.shutdown()
        self.server_close()

    def _answer(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        late = Timer(PATIENCE, _read_no_more, [request])
        late.daemon = True
        late.start()
        try:
            self.finish_request(request, client_address)
        except OSError as fault:
            log.info("The hub went away: %s", fault)
        except Exception:
            log.exception("A request tripped us")
        finally:
            late.cancel()
            self.shutdown_request(request)
            self._free.release()
            if not connection.in_atomic_block:
                connection.close()


class Posted(BaseHTTPRequestHandler):
    server: Listener
    timeout = PATIENCE  # between two bytes; the whole has its own
    server_version, sys_version = "Lineside", ""

    def _receive(self) -> None:
        given = self.headers.get("Authorization", "").encode(errors="replace")
        if not hmac.compare_digest(given, f"Bearer {self.server.key}".encode()):
            self._say(NOT_KNOWN)  # whoever does not know the key leaves nothing here
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or int(length) > LONGEST:
            self._say(TOO_LONG)
            return
        body = self.rfile.read(int(length))
        self._say(self._kept(body) if len(body) == int(length) else AWAY)

    def _turn_away(self) -> None:
        self._say(NOT_HERE)

    # The standard library calls a request's work by the name of its method.
    do_POST, do_GET = _receive, _turn_away  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        log.info(format, *args)

    def _kept(self, body: bytes) -> int:
        try:
            close_old_connections()
            self._take_in(body)
        except DATABASE_FAULTS as fault:
            log.warning("The database is away: %s", type(fault).__name__)
            connection.close()
            return AWAY
        except Refusal as refusal:
            log.warning("It cannot be kept now: %s", refusal.sentence)
            return AWAY
        return KEPT

    def _take_in(self, body: bytes) -> None:
        """What our rules refuse, or nobody can read, is kept for a person all the same."""
        try:
            take_in_any(ACTOR, body, now(), self.server.mapping)
        except Unreadable as fault:
            take_in_dead(actor=ACTOR, content=body, why=str(fault))
        except Refusal as refusal:
            take_in_dead(actor=ACTOR, content=body, why=refusal.sentence)

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True


def _read_no_more(request: Any) -> None:  # noqa: ANN401
    """What is half a message by now is answered as one; the answer itself still goes out."""
    with suppress(OSError):
        request.shutdown(SHUT_RD)
