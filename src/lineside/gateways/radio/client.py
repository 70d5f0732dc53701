"""The loop: sends each approved order, asks after those that are not done, and leaves silence to a person."""

import logging
import time
from collections.abc import Callable
from threading import Event
from uuid import UUID

import httpx
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.exchanges.queries import Exchange, Reply
from lineside.exchanges.rules import System, Unreadable, plain
from lineside.gateways.radio.protocol import LONGEST_ANSWER, Answer, Mapping
from lineside.heartbeats.commands import Pulse
from lineside.kernel.actors import system_actor
from lineside.radios.commands import claim_order, give_up_waiting, record_answer
from lineside.radios.permissions import CanRadio
from lineside.radios.queries import has_approved_order, has_late_order, is_news, order_wire, orders_accepted

log = logging.getLogger("lineside.radio")
GATEWAY = system_actor("radio gateway", CanRadio.DELIVER)
PART = "radio system"
PATIENCE, LOOK_EVERY, ASK_EVERY, ALIVE_EVERY = 5.0, 0.5, 3.0, 5.0
TRIED_FOR = 25.0  # an order that could not be handed over is offered again for so long; then it stands as unanswered
DATABASE_FAULTS = (OperationalError, InterfaceError)


class Client:
    """One radio system, which may come and go meanwhile."""

    def __init__(self, system: System, mapping: Mapping) -> None:
        self.mapping = mapping
        self.exchange = Exchange(system, patience=PATIENCE, longest=LONGEST_ANSWER)
        self._pulse = Pulse(PART)
        self._offered: dict[UUID, float] = {}  # handed to nobody yet, since when
        self._asked_at, self._alive_at, self._why = 0.0, 0.0, "not asked yet"

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                if not connection.in_atomic_block:
                    close_old_connections()
                self.look()
            except DATABASE_FAULTS as fault:
                log.warning("The database is away: %s", type(fault).__name__)
                connection.close()
            except Exception:
                log.exception("One order trips us; the others go on")
            self._beat()
            stop.wait(LOOK_EVERY)
        self._pulse.stop()
        self.exchange.close()

    def look(self) -> None:
        """One round: what is approved goes out, what is open is asked after, what is late is told."""
        while has_approved_order() and (order := claim_order(actor=GATEWAY)):
            self._offered[order.id] = time.monotonic()
        for order_id, since in list(self._offered.items()):
            if self._send(order_id) or time.monotonic() - since > TRIED_FOR:
                del self._offered[order_id]
        if time.monotonic() - self._asked_at >= ASK_EVERY:
            self._asked_at = time.monotonic()
            for order_id in orders_accepted():
                self._ask(order_id)
        if has_late_order():
            give_up_waiting(actor=GATEWAY)

    def _send(self, order_id: UUID) -> bool:
        """Whether the radio system has it; its own number makes a second sending the same order."""
        body = self.mapping.order(order_wire(order_id))
        return self._heard(order_id, lambda: self.exchange.ask("POST", self.mapping.rows["path.orders"], body))

    def _ask(self, order_id: UUID) -> None:
        self._heard(order_id, lambda: self.exchange.ask("GET", f"{self.mapping.rows['path.orders']}/{order_id}"))

    def _heard(self, order_id: UUID, asking: Callable[[], Reply]) -> bool:
        try:
            reply = asking()
        except httpx.HTTPError as fault:
            log.warning("The radio system does not answer: %s", type(fault).__name__)
            return False
        if reply.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return False
        try:
            answer = self.mapping.answer(reply.raw, str(order_id))
        except Unreadable as fault:
            answer = Answer("unclear", f"{fault} ({reply.status}) {plain(reply.raw.decode(errors='replace'))}")
        if answer.outcome == "unknown":
            answer = Answer("unknown", "The radio system has no such order; send it again.")
        if is_news(order_id, answer.outcome, answer.says):
            record_answer(actor=GATEWAY, order_id=order_id, outcome=answer.outcome, says=answer.says)
        return True

    def _beat(self) -> None:
        if time.monotonic() - self._alive_at >= ALIVE_EVERY:
            self._alive_at = time.monotonic()
            self._why = self.exchange.why_not_there(self.mapping.rows["path.alive"])
        self._pulse.beat(is_well=not self._why, says=self._why)
