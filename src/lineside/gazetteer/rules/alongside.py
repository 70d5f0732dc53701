"""Where beside a line a position lies: the mile and chain that is nearest, straight between two waymarks. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lineside.gazetteer.rules.mileage import CHAIN, Line, metres_apart, named

Mark = tuple[int, float, float]  # how far along the line, latitude, longitude
GAP_METRES = 4000  # waymarks stand a quarter of a mile apart; over such a gap nobody knows where the line runs
ROUND_KM = 20  # metres: what a chain is on lines that are measured in kilometres


@dataclass(frozen=True, slots=True)
class Alongside:
    """The nearest place on one line: what it is called, where it is, and how far off the position lies."""

    elr: str
    name: str
    lat: float
    lon: float
    metres: int


def stretches(line: Line) -> Iterator[tuple[Mark, ...]]:
    """The line's waymarks in order, cut where two neighbours are too far apart to draw a line between them."""
    run: list[Mark] = []
    for mark in line.marks:
        if run and metres_apart(run[-1][1:], mark[1:]) > GAP_METRES:
            yield tuple(run)
            run = []
        run.append(mark)
    if run:
        yield tuple(run)


def alongside(line: Line, before: Mark, after: Mark, lat: float, lon: float) -> Alongside:
    """The nearest place between two neighbouring waymarks, in whole chains: nobody knows the line better."""
    east = math.cos(math.radians(lat))
    across, up = (after[2] - before[2]) * east, after[1] - before[1]
    length = across * across + up * up
    share = (((lon - before[2]) * east) * across + (lat - before[1]) * up) / length if length else 0.0
    share = max(0.0, min(1.0, share))
    at = before[0] + share * (after[0] - before[0])
    step = CHAIN if line.unit == "M" else ROUND_KM
    there = (before[1] + share * up, before[2] + share * (after[2] - before[2]))
    off = metres_apart((lat, lon), there)
    return Alongside(line.elr, named(line, round(at / step) * step), *there, metres=round(off))
