"""Beats are taken without ceremony; a turn from up to down or back is a command, with its audit line and event."""

import logging
import time
from datetime import datetime

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F

from lineside.heartbeats import rules
from lineside.heartbeats.events import GatewayDown, GatewayUp, PartRetired
from lineside.heartbeats.models import Heartbeat
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce

EVERY = 10.0
ACTOR = system_actor("heartbeats", CanHeartbeat.RECORD)
log = logging.getLogger(__name__)
_BEAT = """
INSERT INTO heartbeats_heartbeat (part, at, every, is_well, says, is_down) VALUES (%s, %s, %s, %s, %s, false)
ON CONFLICT (part) DO UPDATE
  SET at = excluded.at, every = excluded.every, is_well = excluded.is_well, says = excluded.says
RETURNING is_down
"""


def beat(part: str, *, is_well: bool = True, says: str = "", every: float = EVERY) -> None:
    """Say that this part is at work, or that it is in trouble; heard of again within `every` seconds.

    Never raises: a part must not stop working because it cannot say that it works.
    """
    if not connection.in_atomic_block:
        close_old_connections()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BEAT, [part[:80], now(), every, is_well, says[:300]])
            was_down = bool(cursor.fetchone()[0])
        if was_down == is_well:
            record_turn(actor=ACTOR, part=part[:80], is_down=not is_well, why=says[:300])
    except DatabaseError as fault:
        log.warning("The beat of %s was not kept: %s", part, fault)


class Pulse:
    """The beat of a loop that turns more often than it has to be heard of; a change is told at once."""

    def __init__(self, part: str, every: float = EVERY) -> None:
        self.part, self.every = part, every
        self._told_at, self._was_well = float("-inf"), True

    def beat(self, *, is_well: bool = True, says: str = "") -> None:
        if is_well == self._was_well and time.monotonic() - self._told_at < self.every:
            return
        self._told_at, self._was_well = time.monotonic(), is_well
        beat(self.part, is_well=is_well, says=says, every=self.every)

    def stop(self) -> None:
        """Say that this part ends as it was told to."""
        self.beat(is_well=False, says="stopped")


def find_silent(at: datetime | None = None) -> list[str]:
    """Announce each part of which nothing was heard for too long; their names."""
    moment, found = at or now(), []
    for row in Heartbeat.objects.filter(is_down=False):
        if rules.is_silent(at=row.at, every=row.every, now=moment):
            record_turn(actor=ACTOR, part=row.part, is_down=True, why=f"nothing heard since {row.at.isoformat()}")
            found.append(row.part)
    return found


@command(needs=CanHeartbeat.RECORD)
def record_turn(*, actor: Actor, part: str, is_down: bool, why: str) -> bool:  # noqa: ARG001 - the audit line names them
    """Turn the part down or up and announce it; False when somebody else has done so already."""
    turned = Heartbeat.objects.filter(part=part, is_down=not is_down).update(
        is_down=is_down, down_since=F("at") if is_down else None
    )
    if turned:
        announce(GatewayDown(part=part, why=why) if is_down else GatewayUp(part=part, why=why))
    return bool(turned)


@command(needs=CanHeartbeat.RETIRE)
def retire_part(*, actor: Actor, part: str, reason: str) -> None:  # noqa: ARG001 - the audit line names them
    """Forget a part that is down because it is no longer used; one that beats again is back by itself."""
    if not reason.strip():
        raise RuleBroken("Say why this part is no longer used.", "reason")
    if not Heartbeat.objects.filter(part=part, is_down=True).delete()[0]:
        raise RuleBroken("Only a part that is down can be taken off the list.", "part")
    announce(PartRetired(part=part, why=reason))
