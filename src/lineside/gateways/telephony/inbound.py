"""From a neutral call event to the contact: once for each event, waiting while the database is away."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.contacts.commands import begin_hearing_gap, end_hearing_gap, record_call_moment
from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.gateways.telephony.asking import EVERYBODY, Asked
from lineside.gateways.telephony.calls import CallEvent, fault_in, in_our_time
from lineside.gateways.telephony.commands import call_fact, take_in_dead
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal
from lineside.switchboard.commands import whom_to_ring
from lineside.switchboard.permissions import CanSwitchboard

log = logging.getLogger("lineside.telephony")
GATEWAY = system_actor("telephony gateway", CanContact.RECEIVE, CanFile.STORE, CanSwitchboard.ASK)


def tell(actor: Actor, event: CallEvent) -> UUID:
    """Tell contacts of this moment; the same event again gives the same contact and does nothing twice."""
    call = call_fact(event)
    return once(event.event_id, record_call_moment, actor=actor, call=call).id


class Hearing:
    """What the client's ears do: each thing heard is committed before the next is read from the line."""

    def __init__(self, gateway: str, stop: Event) -> None:
        self.gateway, self.stop = gateway, stop
        self._gap: UUID | None = None

    def call(self, event: CallEvent) -> None:
        event = in_our_time(event, now())
        if fault := fault_in(event, now()):
            self._bury(event, fault[1])
            return
        try:
            self._until_done(lambda: tell(GATEWAY, event))
        except Refusal as refusal:
            self._bury(event, refusal.sentence)

    def asked(self, asked: Asked) -> str:
        """What the switch is to do, as its plan reads it; nothing said is that it goes by the plan alone."""
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            return whom_to_ring(actor=GATEWAY, switch_call_id=asked.call_id, how=asked.how, pressed=asked.key)
        except Refusal as refusal:
            log.warning("Of the call %s the switch is told nothing: %s", asked.call_id, refusal.sentence)
            return EVERYBODY
        except (OperationalError, InterfaceError):
            connection.close()
            return EVERYBODY

    def gap_begins(self, started_at: datetime, why: str) -> None:
        def begin() -> None:
            gap = begin_hearing_gap(actor=GATEWAY, gateway=self.gateway, started_at=started_at, why=why)
            self._gap = gap.id

        self._until_done(begin)

    def gap_ends(self, ended_at: datetime, heard_late: int) -> None:
        def end() -> None:
            if self._gap:
                end_hearing_gap(actor=GATEWAY, gap_id=self._gap, ended_at=ended_at, heard_late=heard_late)
                self._gap = None

        self._until_done(end)

    def _bury(self, event: CallEvent, why: str) -> None:
        gateway = self.gateway
        self._until_done(lambda: take_in_dead(actor=GATEWAY, gateway=gateway, event=event, why=why))

    def _until_done(self, work: Callable[[], object]) -> None:
        """Try until the database is there; meanwhile the switch's words wait in the socket."""
        wait = 0.5
        while True:
            try:
                if not connection.in_atomic_block:
                    close_old_connections()
                work()
            except (OperationalError, InterfaceError):
                log.warning("The database is away; trying again in %.1f s.", wait)
                connection.close()
                if self.stop.wait(wait):
                    raise
                wait = min(wait * 2, 10.0)
            else:
                return
