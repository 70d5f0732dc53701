"""What frames of a feed told goes into trains, what cannot be read before a person; then all may be acknowledged."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError

from lineside.contacts.commands import begin_hearing_gap, end_hearing_gap, record_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import dead_lately
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.gateways.rail_feeds.protocol import unpacked
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal
from lineside.trains.commands import READERS, Bad, take_told
from lineside.trains.permissions import CanTrain

DATABASE_FAULTS = (OperationalError, InterfaceError)  # it is away, and the frames wait
log = logging.getLogger("lineside.rail_feeds")
GATEWAY = system_actor("rail feeds gateway", CanTrain.RECEIVE, CanContact.RECEIVE, CanFile.STORE)
# A feed that has changed its form must not bury the dead letters of people; so many show what is wrong with it.
MOST_DEAD, LATELY = 20, timedelta(hours=1)


def take_in(feed: str, bodies: Sequence[bytes], received_at: datetime) -> int:
    """Take in all of these frames; when this returns they are committed. How much was new.

    A frame that trips us is put before a person: the broker would send it again for ever, and nothing behind it.
    """
    try:
        return _taken(feed, bodies, received_at)
    except DATABASE_FAULTS:
        raise
    except Exception as fault:
        if len(bodies) > 1:
            return sum(take_in(feed, [body], received_at) for body in bodies)
        log.exception("A frame of %s trips us", feed)
        _bury(feed, Bad(f"The gateway has a fault ({type(fault).__name__}); its log says more.", bodies[0]))
        return 0


def _taken(feed: str, bodies: Sequence[bytes], received_at: datetime) -> int:
    read = [READERS[feed](unpacked(body)) for body in bodies]
    new = take_told(actor=GATEWAY, feed=feed, content=read, frames=len(read), received_at=received_at)
    for each in read:
        for bad in each.bad:
            _bury(feed, bad)
    return new


def _bury(feed: str, bad: Bad) -> None:
    gateway = f"rail_{feed}"
    if dead_lately(gateway, LATELY) >= MOST_DEAD:
        log.warning("Another message of %s is not put before a person: %s", feed, bad.why)
        return
    raw_id: UUID | None = None
    try:
        raw_id = store_file(actor=GATEWAY, content=bad.raw, name=f"{feed}.txt", media_type="text/plain").id
    except Refusal as refusal:
        log.error("The bytes of a message are not kept: %s", refusal.sentence)  # noqa: TRY400 - no fault of ours
    record_dead_letter(
        actor=GATEWAY,
        gateway=gateway,
        sha256=hashlib.sha256(bad.raw + bad.why.encode()).hexdigest(),
        raw_id=raw_id,
        why=f"{feed.upper()} not taken. {bad.why}"[:500],
        facts={"kind": "rail feed"},
    )


class Hearing:
    """Since when a feed is not heard, told to people once it has lasted."""

    def __init__(self, feed: str, after: float = 60.0) -> None:
        self.feed, self.after = feed, after
        self._since: datetime | None = None
        self._gap: UUID | None = None

    def lost(self, why: str) -> None:
        at = now()
        self._since = self._since or at
        if self._gap is None and (at - self._since).total_seconds() >= self.after:
            self._gap = begin_hearing_gap(
                actor=GATEWAY, gateway=f"rail_{self.feed}", started_at=self._since, why=why
            ).id

    def back(self) -> None:
        if self._gap is not None:
            end_hearing_gap(actor=GATEWAY, gap_id=self._gap, ended_at=now())
        self._since = self._gap = None
