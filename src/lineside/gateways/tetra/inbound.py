"""From a saying of the terminal to the rooms: committed before the next is read, waiting while the database is away."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.contacts.commands import begin_hearing_gap, end_hearing_gap
from lineside.gateways.tetra.commands import GATEWAY, RIGHTS, take_in, take_in_dead, tell_unfinished
from lineside.gateways.tetra.protocol import Malformed, lip, pei, sds
from lineside.gateways.tetra.queries import has_unfinished
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now

log = logging.getLogger("lineside.tetra")
ACTOR = system_actor("radio", *RIGHTS)
T = TypeVar("T")


class Stopped(Exception):
    """The process was told to stop while the database was away: what was in hand is not kept, and nobody is told so."""


class Hearing:
    """What is done with each thing that is heard, and with each gap in hearing."""

    def __init__(self, stop: Event) -> None:
        self.stop = stop
        self._gap: UUID | None = None

    def take(self, saying: pei.Saying) -> bytes | None:
        """Commit it; what the radio is owed for it then: a report that its text is received."""
        received_at = now()
        self.until_done(lambda: self._taken(saying.raw, received_at))
        return owed(saying.heard)

    def tell_unfinished(self) -> None:
        """Texts of which a part never came are told as far as they came."""
        at = now()
        self.until_done(lambda: has_unfinished(at) and tell_unfinished(actor=ACTOR, before=at))

    def gap_begins(self, started_at: datetime, why: str) -> None:
        self._gap = self.until_done(
            lambda: begin_hearing_gap(actor=ACTOR, gateway=GATEWAY, started_at=started_at, why=why).id
        )

    def gap_ends(self) -> None:
        """Nothing of it comes late: a radio's message that nobody heard is not kept anywhere."""
        gap = self._gap
        if gap is not None:
            self.until_done(lambda: end_hearing_gap(actor=ACTOR, gap_id=gap, ended_at=now()))
            self._gap = None

    def until_done(self, work: Callable[[], T]) -> T:
        """Try until the database is there; meanwhile the terminal's words wait in the socket."""
        wait = 0.5
        while True:
            try:
                if not connection.in_atomic_block:
                    close_old_connections()
                return work()
            except (OperationalError, InterfaceError) as fault:
                log.warning("The database is away; trying again in %.1f s.", wait)
                connection.close()
                if self.stop.wait(wait):
                    raise Stopped from fault
                wait = min(wait * 2, 5.0)

    def _taken(self, raw: str, received_at: datetime) -> None:
        """One message that trips us must not hold up those behind it."""
        try:
            take_in(actor=ACTOR, line=raw, received_at=received_at)
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            log.exception("A radio's message trips us")
            why = f"The gateway has a fault ({type(fault).__name__}); its log says more."
            take_in_dead(actor=ACTOR, line=raw, why=why, received_at=received_at)


def owed(heard: pei.Heard) -> bytes | None:
    """The report that a radio asked for with its text."""
    if not isinstance(heard, pei.ShortData) or heard.ai_kind != pei.SDS_TL:
        return None
    try:
        read = sds.read(heard.octets) if heard.octets[:1] != bytes((lip.PROTOCOL,)) else None
    except Malformed:
        return None
    if isinstance(read, sds.Text) and read.reference is not None and read.wants & sds.WANTS_RECEIVED:
        return sds.write_report(read.reference, protocol=heard.octets[0])
    return None
