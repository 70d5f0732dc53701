"""The line that is always there: binds, and binds again within seconds of every loss."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Event
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection

from lineside.contacts.commands import begin_hearing_gap, end_hearing_gap
from lineside.contacts.queries import open_hearing_gap
from lineside.gateways.text.inbound import ACTOR
from lineside.gateways.text.link import Link
from lineside.gateways.text.protocol import Pdu
from lineside.gateways.text.session import Away, Session
from lineside.heartbeats.commands import Pulse
from lineside.kernel.clock import now

log = logging.getLogger("lineside.text")
LONGEST_PAUSE = 5.0
GAP_AFTER = 10.0  # seconds: a shorter loss is a reconnect, and the network keeps what comes meanwhile


class Line:
    """A link and its present session."""

    def __init__(self, link: Link, stop: Event) -> None:
        self.link, self.stop = link, stop
        self.pulse = Pulse("text by SMPP")
        self._session: Session | None = None
        self._lost_at, self._lost_when = time.monotonic(), now()
        self._gap: UUID | None = None
        self._why = "not bound yet"

    @property
    def away_for(self) -> float:
        """Seconds since the line was lost; 0 while it lives."""
        return 0.0 if self._session else max(time.monotonic() - self._lost_at, 0.001)

    def submit(self, pdu: Pdu, late: Callable[[Pdu], object]) -> Pdu:
        session = self._session
        if session is None:
            raise Away(self._why)
        return session.submit(pdu, late)

    def run(self) -> None:
        pause = 0.5
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                self._sit()
            except Away as away:
                self._lose(str(away))
            except Exception as fault:
                log.exception("The line to %s", self.link.name)
                self._lose(f"a fault of ours ({type(fault).__name__})")
            finally:
                connection.close()
            pause = 0.5 if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            self._wait(pause)
        self.pulse.stop()

    def _sit(self) -> None:
        session = Session(self.link)
        try:
            session.bind()
            self._session = session
            self._end_gap(now())
            session.run(self.stop, self.pulse.beat)
        finally:
            if self._session:
                self._lost_at, self._lost_when = time.monotonic(), now()
            self._session = None
            session.close()

    def _lose(self, why: str) -> None:
        if why != self._why:
            log.warning("%s is away: %s", self.link.name, why)
        self._why = why
        self.pulse.beat(is_well=False, says=why)

    def _wait(self, pause: float) -> None:
        self.stop.wait(pause)
        if self.away_for > GAP_AFTER and self._gap is None and not self.stop.is_set():
            self._begin_gap()

    def _begin_gap(self) -> None:
        try:
            gap = begin_hearing_gap(
                actor=ACTOR,
                gateway=self.link.name[:40],
                started_at=self._lost_when,
                why=f"{self._why}; texts wait there",
            )
            self._gap = gap.id
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The gap is not on record yet: %s", fault)

    def _end_gap(self, at: datetime) -> None:
        """Also a gap that an earlier process left open."""
        try:
            from_before = self._gap or open_hearing_gap(self.link.name[:40])
            if from_before:
                end_hearing_gap(actor=ACTOR, gap_id=from_before, ended_at=at, heard_late=0)
            self._gap = None
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The end of the gap is not on record yet: %s", fault)
