"""The loop that sends: one message after the other, each until the hub has it, or refuses it before a person."""

import logging
import time
from threading import Event

import httpx
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.exchanges.queries import Exchange as Line
from lineside.exchanges.rules import System, plain
from lineside.gateways.mait.protocol import Mapping
from lineside.gateways.mait.server import ACTOR
from lineside.heartbeats.commands import Pulse
from lineside.partners.commands import claim_message, record_carriage
from lineside.partners.queries import Outgoing, has_due_message, outgoing

log = logging.getLogger("lineside.mait")
PART = "partner hub"
PATIENCE, LOOK_EVERY, ALIVE_EVERY = 10.0, 0.5, 5.0
LONGEST_ANSWER = 65_536
XML = "application/xml"
DATABASE_FAULTS = (OperationalError, InterfaceError)
REFUSED, BROKEN, MENDED_BY_WAITING = 400, 500, (401, 403, 404, 408, 425, 429)
SENT, LATER, DEAD = "sent", "later", "dead"


class Client:
    """One hub, which may come and go meanwhile."""

    def __init__(self, system: System, mapping: Mapping) -> None:
        self.mapping = mapping
        self.line = Line(system, patience=PATIENCE, longest=LONGEST_ANSWER)
        self._pulse = Pulse(PART)
        self._alive_at, self._why = 0.0, "not asked yet"

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                if not connection.in_atomic_block:
                    close_old_connections()
                while not stop.is_set() and self.deliver_one():
                    self._beat()
            except DATABASE_FAULTS as fault:
                log.warning("The database is away: %s", type(fault).__name__)
                connection.close()
            except Exception:
                log.exception("One message trips us; the others go on")
            self._beat()
            stop.wait(LOOK_EVERY)
        self._pulse.stop()
        self.line.close()

    def deliver_one(self) -> bool:
        """Whether there was a message to send. Its own number makes a second sending the same message over there."""
        message = claim_message(actor=ACTOR) if has_due_message() else None
        if message is None:
            return False
        out = outgoing(message.id)
        try:
            content = out.warning or self.mapping.write(out.said)
            outcome, says = self._send(out, content)
        except ValueError as fault:  # what cannot be written is a person's to put right, and holds up nothing
            content, outcome, says = b"", DEAD, plain(str(fault))
        record_carriage(actor=ACTOR, message_id=message.id, outcome=outcome, says=says, content=content)
        return True

    def _send(self, out: Outgoing, content: bytes) -> tuple[str, str]:
        path = self.mapping.rows["path.warnings" if out.warning else "path.messages"]
        headers = {"Content-Type": XML, "Idempotency-Key": out.said.exchange_id}
        try:
            reply = self.line.ask("POST", path, content, **headers)
        except httpx.HTTPError as fault:
            return LATER, f"No answer: {type(fault).__name__}"
        if httpx.codes.is_success(reply.status):
            return SENT, ""
        is_final = REFUSED <= reply.status < BROKEN and reply.status not in MENDED_BY_WAITING
        return DEAD if is_final else LATER, f"Answered {reply.status}: {plain(reply.raw.decode(errors='replace'), 150)}"

    def _beat(self) -> None:
        if time.monotonic() - self._alive_at >= ALIVE_EVERY:
            self._alive_at = time.monotonic()
            self._why = self.line.why_not_there(self.mapping.rows["path.alive"])
        self._pulse.beat(is_well=not self._why, says=self._why)
