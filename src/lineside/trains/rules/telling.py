"""One thing told of one train. Of two sayings of the same thing the newer stands, whatever order they come in."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`who` is a TRUST identity and its day, or a RID; `slot` is the thing that is told, as one place's departure."""

    who: str
    slot: str
    said_at: datetime
    facts: dict[str, Any]
    day: date
    uid: str = ""

    @property
    def tie(self) -> str:
        """Decides between two sayings of the same moment, alike wherever it is asked."""
        whole = json.dumps(self.facts, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where a train is to call on a day; times are moments. `said_at` orders it among other plans of the same train."""

    uid: str
    day: date
    said_at: datetime
    headcode: str = ""
    rid: str = ""
    toc: str = ""
    calls: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetabled:
    """One schedule of the timetable: times of day, the days of the week on which it runs, and how binding it is."""

    uid: str
    starts: date
    stp: str
    ends: date | None = None
    days: str = ""
    headcode: str = ""
    toc: str = ""
    calls: tuple[dict[str, Any], ...] = ()
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Bad:
    """What could not be read, and the sentence that says why."""

    why: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """All that one frame told."""

    told: tuple[Told, ...] = ()
    plans: tuple[Plan, ...] = ()
    timetabled: tuple[Timetabled, ...] = ()
    bad: tuple[Bad, ...] = ()
    others: int = 0  # messages of kinds that say nothing about a train's running
    raw: bytes = field(default=b"", repr=False)


class Unreadable(ValueError):
    """A message that cannot be understood; the sentence says why."""


def newest(told: Iterable[Told]) -> dict[tuple[str, str], Told]:
    """What stands of it all."""
    kept: dict[tuple[str, str], Told] = {}
    for each in told:
        key = each.who, each.slot
        if key not in kept or (kept[key].said_at, kept[key].tie) < (each.said_at, each.tie):
            kept[key] = each
    return kept


def newest_plans(plans: Sequence[Plan]) -> list[Plan]:
    """One plan a train, the one that was said last."""
    kept: dict[tuple[str, date], Plan] = {}
    for each in sorted(plans, key=lambda plan: (plan.said_at, repr(plan.calls))):
        kept[each.uid, each.day] = each
    return list(kept.values())
