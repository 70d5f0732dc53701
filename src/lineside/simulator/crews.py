"""What a crew does next, given what its control room shows of it. Pure: dice and times are passed in."""

import math
import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from lineside.simulator.tables import Station, newest, stations

ON_PATROL, EN_ROUTE, AT_SCENE = 2, 5, 6
ACKNOWLEDGES = (25, 70)  # seconds: median and ninth decile
TRAVELS = {"B": (12 * 60, 26 * 60), "C": (15 * 60, 35 * 60), "D": (15 * 60, 35 * 60)}
STAYS = (25 * 60, 80 * 60)
TENTH = 1.2816  # the normal deviate of the ninth decile


@dataclass(frozen=True)
class Step:
    """After so many seconds: a line for the log, a state, or both."""

    after_s: float
    state: int | None = None
    line: str = ""


def spread(dice: random.Random, median: float, p90: float) -> float:
    return dice.lognormvariate(math.log(median), math.log(p90 / median) / TENTH)


def next_steps(unit: dict[str, Any], place: str, dice: random.Random) -> list[Step]:
    """The steps from the state that is shown; none for a crew that has nothing to go to."""
    if not unit.get("incident_id"):
        return []
    if unit["state"] == AT_SCENE:
        stay = spread(dice, *STAYS)
        middle = [Step(stay * 0.5, line=said("middle", place, dice))] if stay > 300 else []  # noqa: PLR2004
        return [*middle, Step(stay, ON_PATROL, said("result", place, dice))]
    if unit["state"] == EN_ROUTE:
        return [
            Step(spread(dice, *TRAVELS.get(unit.get("area", ""), TRAVELS["C"])), AT_SCENE, said("scene", place, dice))
        ]
    return [Step(spread(dice, *ACKNOWLEDGES), EN_ROUTE)]


def said(stage: str, place: str, dice: random.Random) -> str:
    return dice.choice(reports(stage)).format(place=place or "the location")


@cache
def reports(stage: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in newest("reports").rows if row["stage"] == stage)


def station_in(text: str) -> Station | None:
    """The station whose name stands in the text; the longest, so that Stratford is not found in its neighbour."""
    found = [station for station in stations() if station.name.lower() in text.lower() or station.crs in text.split()]
    return max(found, key=lambda station: len(station.name), default=None)


def moved(unit: dict[str, Any], target: Station | None, dice: random.Random) -> tuple[float, float]:
    """A little nearer to where it is going, or a little about where it is."""
    lat, lon = unit.get("lat"), unit.get("lon")
    if lat is None or lon is None:
        home = target or home_of(unit)
        return home.lat, home.lon
    if target and unit["state"] in (EN_ROUTE, AT_SCENE):
        share = 0.3 if unit["state"] == EN_ROUTE else 1.0
        return lat + (target.lat - lat) * share, lon + (target.lon - lon) * share
    return lat + dice.gauss(0, 0.0008), lon + dice.gauss(0, 0.0012)


def home_of(unit: dict[str, Any]) -> Station:
    """Where a crew that has sent no position yet is taken to be: a station of its area, always the same one."""
    near = station_in(str(unit.get("post", "")))
    among = [station for station in stations() if station.area == unit.get("area")] or list(stations())
    return near or random.Random(str(unit.get("call_sign"))).choice(among)  # noqa: S311
