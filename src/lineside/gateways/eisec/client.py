"""The client's loop: asks for each 999 call when it is offered and four times after, and never waits with the call."""

import logging
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.contacts.queries import emergency_calls
from lineside.gateways.eisec.inbound import GATEWAY, Asked, hear
from lineside.gateways.eisec.protocol import Lines, Mapping, Source, Unreadable, line
from lineside.heartbeats.commands import Pulse
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.whereabouts.commands import answer_enquiry, make_enquiry
from lineside.whereabouts.queries import asked_rounds, enquiries_left, round_due_of

log = logging.getLogger("lineside.eisec")
PATIENCE = 2.0  # seconds until an enquiry is told as unanswered; an answer after it is still kept
LISTENED_FOR = 60.0
LOOK_EVERY = 0.2
PING_EVERY, SILENT_AFTER = 5.0, 15.0
OF_LAST = timedelta(seconds=60)
DATABASE_FAULTS = (OperationalError, InterfaceError)


class Client:
    """One source. `run` ends when it is told to stop; the source may come and go meanwhile."""

    def __init__(self, source: Source, mapping: Mapping, stop: Event) -> None:
        self.source, self.mapping, self.stop = source, mapping, stop
        self.asked: dict[str, Asked] = {}
        self._pulse = Pulse("EISEC")  # whichever address it has today, so that no old one stays on the list as down
        self._socket: socket.socket | None = None
        self._lines, self._heard_at, self._pinged_at, self._try_at = Lines(), 0.0, 0.0, 0.0
        self._why = "not connected yet"
        self._done: set[tuple[UUID, int]] = set()

    def run(self) -> None:
        while not self.stop.is_set() and not self._with_database(self._give_up_what_was_left):
            self.stop.wait(1.0)
        while not self.stop.is_set():
            self._keep_connected()
            self._with_database(self._ask)
            self._listen()
            self._with_database(self._give_up)
            self._pulse.beat(is_well=self._socket is not None, says="" if self._socket else self._why)
        self._close("stopped")
        self._pulse.stop()

    def _keep_connected(self) -> None:
        if self._socket is None and time.monotonic() >= self._try_at:
            self._try_at = time.monotonic() + 1.0
            try:
                self._socket = socket.create_connection((self.source.host, self.source.port), PATIENCE)
                self._socket.settimeout(LOOK_EVERY)
                self._lines, self._heard_at = Lines(), time.monotonic()
                self._send(line(op="logon", user=self.source.user, password=self.source.secret))
            except OSError as fault:
                log.info("The source cannot be reached: %s", fault)
                self._close("it cannot be reached")
        elif self._socket and time.monotonic() - self._heard_at > SILENT_AFTER:
            self._close("it has fallen silent")
        elif self._socket and time.monotonic() - self._pinged_at > PING_EVERY:
            self._pinged_at = time.monotonic()
            self._send(line(op="ping"))

    def _ask(self) -> None:
        calls = [call for call in emergency_calls(OF_LAST) if call.sender_address]
        due = {(call.id, after): call for call in calls if (after := round_due_of(call, now())) is not None}
        fresh = due.keys() - self._done
        if not fresh:
            return
        fresh -= asked_rounds([contact_id for contact_id, _ in fresh])
        for contact_id, after in sorted(fresh):
            enquiry_id = make_enquiry(actor=GATEWAY, contact_id=contact_id, after_s=after)
            if enquiry_id:
                self._send_enquiry(enquiry_id, contact_id, due[contact_id, after].sender_address)
        self._done = set(due)

    def _send_enquiry(self, enquiry_id: UUID, contact_id: UUID, number: str) -> None:
        ref = str(uuid7())
        self.asked[ref] = Asked(enquiry_id, contact_id, number, time.monotonic())
        self._send(line(op="locate", ref=ref, cli=number, requestedAt=now().isoformat()))
        if self._socket is None:
            answer_enquiry(actor=GATEWAY, enquiry_id=enquiry_id, result="error", says=self._why)
            del self.asked[ref]

    def _listen(self) -> None:
        if self._socket is None:
            self.stop.wait(LOOK_EVERY)
            return
        try:
            heard = self._socket.recv(65_536)
            if not heard:
                self._close("it closed the line")
            for raw in self._lines.feed(heard):
                self._heard_at = time.monotonic()
                self._take(raw)
        except TimeoutError:
            return
        except (OSError, Unreadable) as fault:
            log.info("The line broke: %s", fault)
            self._close("the line broke")

    def _take(self, raw: bytes) -> None:
        """Until the database is there: the source does not repeat what it said."""
        if raw.strip() in (b'{"op":"pong"}', b'{"op":"logon","ok":true}'):
            return
        if raw.startswith(b'{"op":"logon"'):
            self._close("it does not let us in")
            return
        while not self.stop.is_set():
            if self._with_database(lambda: self._hear(raw)):
                return
            self.stop.wait(0.5)

    def _hear(self, raw: bytes) -> None:
        """One answer that trips us must not end the asking for every other caller."""
        try:
            self.asked.pop(hear(raw, self.mapping, self.asked), None)
        except DATABASE_FAULTS:
            raise
        except Exception:
            log.exception("An answer trips us")

    def _give_up_what_was_left(self) -> None:
        """What a client that was killed had asked: nobody listens for its answer any more."""
        for enquiry_id in enquiries_left(now() - timedelta(seconds=LISTENED_FOR)):
            answer_enquiry(actor=GATEWAY, enquiry_id=enquiry_id, result="timeout")

    def _give_up(self) -> None:
        moment = time.monotonic()
        for ref, each in list(self.asked.items()):
            if not each.is_given_up and moment - each.at > PATIENCE:
                answer_enquiry(actor=GATEWAY, enquiry_id=each.enquiry_id, result="timeout")
                each.is_given_up = True
            elif moment - each.at > LISTENED_FOR:
                del self.asked[ref]

    def _with_database(self, work: Callable[[], object]) -> bool:
        """Whether it was done; while the database is away the client goes on listening."""
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            work()
        except DATABASE_FAULTS as fault:
            log.warning("The database is away: %s", fault)
            connection.close()
            return False
        return True

    def _send(self, said: bytes) -> None:
        try:
            if self._socket:
                self._socket.sendall(said)
        except OSError as fault:
            log.info("The line broke: %s", fault)
            self._close("the line broke")

    def _close(self, why: str) -> None:
        self._why = why
        if self._socket:
            self._socket.close()
        self._socket = None
