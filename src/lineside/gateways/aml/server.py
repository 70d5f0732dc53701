"""A small HTTP listener: one form a request, answered when what it says is kept."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import SHUT_RD
from threading import BoundedSemaphore, Timer
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal
from lineside.whereabouts.commands import take_aml_form

log = logging.getLogger("lineside.aml")
GATEWAY = system_actor("AML gateway", CanContact.RECEIVE, CanFile.STORE)
LONGEST_FORM = 16_000
PATIENCE = 10.0  # seconds for a handset to send its whole form, however slowly it comes
AT_ONCE = 16
TOO_LONG, AWAY, KEPT, NOT_HERE = 413, 503, 204, 404
DATABASE_FAULTS = (OperationalError, InterfaceError)


class Listener(HTTPServer):
    """As many handsets at once as there are threads; the rest wait in the socket's own queue."""

    request_queue_size = 128

    def __init__(self, host: str, port: int, key: str) -> None:
        super().__init__((host, port), Form)
        self.port, self.key = int(self.server_address[1]), key
        self._threads, self._free = ThreadPoolExecutor(AT_ONCE, "aml"), BoundedSemaphore(AT_ONCE)

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
        late.start()
        try:
            self.finish_request(request, client_address)
        except OSError as fault:
            log.info("A handset went away: %s", fault)
        except Exception:
            log.exception("A request tripped us")
        finally:
            late.cancel()
            self.shutdown_request(request)
            self._free.release()
            if not connection.in_atomic_block:
                connection.close()


class Form(BaseHTTPRequestHandler):
    server: Listener
    timeout = PATIENCE  # between two bytes; the whole has its own
    server_version, sys_version = "Lineside", ""

    def _receive(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_FORM:
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
            take_aml_form(actor=GATEWAY, content=body, secret=self.server.key, received_at=now())
        except DATABASE_FAULTS as fault:
            log.warning("The database is away: %s", fault)
            connection.close()
            return AWAY
        except Refusal as refusal:
            log.warning("It cannot be kept now: %s", refusal.sentence)
            return AWAY
        return KEPT

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True


def _read_no_more(request: Any) -> None:  # noqa: ANN401
    """What is half a form by now is answered as one; the answer itself still goes out."""
    with suppress(OSError):
        request.shutdown(SHUT_RD)
