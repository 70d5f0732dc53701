"""The loop: delivers notices one after the other, each until it is acknowledged, refused, or a person must look."""

import logging
import time
from threading import Event

import httpx
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.exchanges.queries import Exchange
from lineside.exchanges.rules import System, Unreadable
from lineside.gateways.hr.protocol import LONGEST_ANSWER, Answer, Mapping
from lineside.heartbeats.commands import Pulse
from lineside.kernel.actors import system_actor
from lineside.kernel.errors import Refusal
from lineside.sickness.commands import claim_notice, record_notice
from lineside.sickness.permissions import CanSickness
from lineside.sickness.queries import has_due_notice, notice_wire

log = logging.getLogger("lineside.hr")
GATEWAY = system_actor("HR gateway", CanSickness.DELIVER)
PART = "HR system"
PATIENCE, LOOK_EVERY, ALIVE_EVERY = 10.0, 1.0, 5.0
DATABASE_FAULTS = (OperationalError, InterfaceError)
REFUSED, TIMES_OUT, TOO_MANY, BROKEN = 400, 408, 429, 500


class Client:
    """One HR system, which may come and go meanwhile."""

    def __init__(self, system: System, mapping: Mapping) -> None:
        self.mapping = mapping
        self.exchange = Exchange(system, patience=PATIENCE, longest=LONGEST_ANSWER)
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
                log.exception("One notice trips us; the others go on")
            self._beat()
            stop.wait(LOOK_EVERY)
        self._pulse.stop()
        self.exchange.close()

    def deliver_one(self) -> bool:
        """Whether there was a notice to deliver. Its own key makes a second sending the same notice over there."""
        notice = claim_notice(actor=GATEWAY) if has_due_notice() else None
        if notice is None:
            return False
        try:
            answer = self._send(notice_wire(GATEWAY, notice.id))
        except (
            Refusal
        ) as refusal:  # its reason cannot be unsealed here: a person tells the HR system, or the key is put right
            answer = Answer("refused", refusal.sentence, "")
        record_notice(
            actor=GATEWAY, notice_id=notice.id, outcome=answer.outcome, says=answer.says, reference=answer.reference
        )
        return True

    def _send(self, facts: dict[str, str]) -> Answer:
        try:
            path, once = self.mapping.rows["path.notices"], {"Idempotency-Key": facts["key"]}
            reply = self.exchange.ask("POST", path, self.mapping.notice(facts), **once)
        except httpx.HTTPError as fault:
            return Answer("later", f"No answer: {type(fault).__name__}", "")
        try:
            return self.mapping.answer(reply.raw, facts["key"]).apart_from(facts["reason"])
        except Unreadable as fault:
            # What we sent may stand in a fault page, so nothing of its words is kept.
            is_final = REFUSED <= reply.status < BROKEN and reply.status not in (401, 403, TIMES_OUT, TOO_MANY)
            return Answer("refused" if is_final else "later", f"Answer {reply.status} cannot be read: {fault}", "")

    def _beat(self) -> None:
        if time.monotonic() - self._alive_at >= ALIVE_EVERY:
            self._alive_at = time.monotonic()
            self._why = self.exchange.why_not_there(self.mapping.rows["path.alive"])
        self._pulse.beat(is_well=not self._why, says=self._why)
