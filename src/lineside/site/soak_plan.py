"""For the soak, the logs that a day brings: when, what about, how grave, how many go. Pure and repeatable."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lineside.simulator.demand import factor, month_factor
from lineside.simulator.tables import Station, newest, stations

BLOCK, HOURS_A_YEAR = timedelta(minutes=15), 8766
GRADES = "IPSR"


@dataclass(frozen=True)
class Planned:
    """A log that the day brings: when by the day's clock, what, how grave, how many go."""

    key: str
    at: datetime
    kind: str
    grade: str
    units: int
    station: Station
    lot: tuple[float, ...]  # what is drawn for it, so that the order of the errands changes nothing


def day(seed: int, start: datetime) -> Iterator[Planned]:
    """The logs of a day and of the next, in order of time, by the profile `now`."""
    dice, number = random.Random(f"logs {seed} {start.isoformat()}"), 0  # noqa: S311 - repeatable is the point
    rows = newest("demand").rows
    while True:
        found = []
        for row in rows:
            mean = row["per_year"] / HOURS_A_YEAR * (BLOCK / timedelta(hours=1)) * factor(row["shape"], start)
            for _ in range(poisson(dice, mean * month_factor(row["code"], start.month))):
                number += 1
                found.append(_log(dice, row, f"soak-{seed}-{number}", start))
        yield from sorted(found, key=lambda each: each.at)
        start += BLOCK


def _log(dice: random.Random, row: dict[str, Any], key: str, block: datetime) -> Planned:
    return Planned(
        key=key,
        at=block + BLOCK * dice.random(),
        kind=row["code"],
        grade=dice.choices(GRADES, row["grades"])[0],
        units=1 + poisson(dice, max(0.0, row["units"] - 1)),
        station=dice.choices(stations(), [each.weight for each in stations()])[0],
        lot=tuple(dice.random() for _ in range(8)),
    )


def poisson(dice: random.Random, mean: float) -> int:
    count, left = 0, mean - dice.expovariate(1)
    while left > 0:
        count, left = count + 1, left - dice.expovariate(1)
    return count
