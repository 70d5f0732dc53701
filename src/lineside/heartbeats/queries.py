"""What is known of each part now."""

import re
from dataclasses import dataclass
from datetime import datetime

from lineside.heartbeats import rules
from lineside.heartbeats.models import Heartbeat
from lineside.kernel.clock import now


@dataclass(frozen=True, slots=True)
class HeartbeatRow:
    """A part, its last beat, and whether it is down at this moment, announced or not."""

    part: str
    at: datetime
    is_down: bool
    down_since: datetime | None
    why: str
    is_silent: bool = False

    @property
    def state(self) -> str:
        """Silent where nothing is heard of it; down where it says itself that it is in trouble."""
        if self.is_silent:
            return "silent"
        return "down" if self.is_down else "at work"

    @property
    def key(self) -> str:
        """Its name as part of an element's id."""
        return key_of(self.part)


def key_of(part: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", part.lower())


def heartbeats() -> list[HeartbeatRow]:
    """Every part that ever beat, those that are down first."""
    rows = [_row(beat) for beat in Heartbeat.objects.order_by("part")]
    return sorted(rows, key=lambda row: not row.is_down)


def parts_down() -> list[HeartbeatRow]:
    return [row for row in heartbeats() if row.is_down]


def heartbeat(part: str) -> HeartbeatRow | None:
    beat = Heartbeat.objects.filter(part=part).first()
    return _row(beat) if beat else None


def _row(beat: Heartbeat) -> HeartbeatRow:
    silent = rules.is_silent(at=beat.at, every=beat.every, now=now())
    is_down = beat.is_down or silent or not beat.is_well
    since = beat.down_since or (beat.at if is_down else None)
    why = "nothing is heard of it" if silent else beat.says
    return HeartbeatRow(beat.part, beat.at, is_down, since, why if is_down else "", silent)
