"""Which contacts of a week are scored: a share of each handler, channel and grade, drawn so that it can be proved.

The seed is the first seal of the audit trail after the week has ended: nobody could know it while the week ran, nobody
chooses it, and whoever has the trail can draw again. A contact's place is the SHA-256 of seed and key.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition

Population = Mapping[str, Sequence[str]]
WEEK = timedelta(days=7)
NO_ROW = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A contact that may be drawn."""

    id: str
    person_id: str
    channel: str
    grade: str


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def bounds_of(week: date) -> tuple[datetime, datetime]:
    """From when to when the week runs, by the clock on the wall."""
    return datetime.combine(week, time(), UK), datetime.combine(week + WEEK, time(), UK)


def bounds_of_days(first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time(), UK), datetime.combine(last + timedelta(days=1), time(), UK)


def check_week(week: date, today: date) -> date:
    monday = monday_of(week)
    if monday + WEEK > today:
        raise RuleBroken("That week has not ended; it is drawn from Monday on.", "week")
    return monday


def population_of(finished: Iterable[Finished]) -> dict[str, list[str]]:
    """Stratum -> its contacts, in an order that nothing but their keys decides."""
    found: dict[str, list[str]] = {}
    for each in finished:
        found.setdefault(f"{each.person_id} {each.channel} {each.grade or NO_ROW}", []).append(each.id)
    return {stratum: sorted(found[stratum]) for stratum in sorted(found)}


def drawn_from(population: Population, seed: str, edition: Edition) -> list[str]:
    """What is scored: the same for the same population, seed and edition, whoever draws."""
    taken: list[str] = []
    for stratum in sorted(population):
        keys = population[stratum]
        row = edition.by_code.get(stratum.rpartition(" ")[2]) or edition.by_code[NO_ROW]
        taken += sorted(keys, key=lambda key: _place(seed, key))[: how_many(len(keys), row)]
    return sorted(taken)


def how_many(size: int, row: Mapping[str, Any]) -> int:
    share, least, most = math.ceil(size * int(row["percent"]) / 100), int(row["least"]), int(row["most"])
    return min(size, most, max(least, share))


def _place(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()
