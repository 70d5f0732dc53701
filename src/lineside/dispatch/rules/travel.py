"""How long a unit needs by road or on foot: straight line, detour and speed by the hour, until a router says better."""

import math
from dataclasses import dataclass
from datetime import date
from functools import cache

from lineside.dispatch.rules.candidates import FOOT, ROAD, Way
from lineside.dispatch.rules.units import DATA
from lineside.kernel.rule_tables import in_force

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class RoadFacts:
    """The edition of speeds, read: km/h in towns and between them by hour, on foot, and the detours."""

    town: tuple[float, ...]
    open: tuple[float, ...]
    vehicle: dict[str, float]
    foot: dict[str, float]


@cache
def road_facts(on: date) -> RoadFacts:
    rows = in_force(DATA / "road_speeds", on).rows
    bands = [row for row in rows if "hour" in row]
    by_hour = [max((row for row in bands if row["hour"] <= hour), key=lambda row: row["hour"]) for hour in range(24)]
    named = {row["code"]: {k: float(v) for k, v in row.items() if k != "code"} for row in rows if "hour" not in row}
    return RoadFacts(
        town=tuple(float(row["town"]) for row in by_hour),
        open=tuple(float(row["open"]) for row in by_hour),
        vehicle=named["vehicle"],
        foot=named["foot"],
    )


def crow_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres in a straight line between two positions (latitude, longitude in degrees)."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return EARTH_KM * math.hypot(north, east)


def by_road(km: float, hour: int, grade: str, on: date) -> Way:
    """By vehicle over a straight line of that many kilometres; the first of them go at the speed of towns."""
    facts = road_facts(on)
    vehicle = facts.vehicle
    driven = km * vehicle["detour"]
    town = min(driven, vehicle["town_km"])
    minutes = 60 * (town / facts.town[hour] + (driven - town) / facts.open[hour])
    if grade == "I":
        minutes /= vehicle["immediate_factor"]
    return Way(minutes=minutes + vehicle["turn_out_minutes"], mode=ROAD, words="by road", km=driven)


def foot_minutes(km: float, on: date) -> float:
    foot = road_facts(on).foot
    return 60 * km * foot["detour"] / foot["kmh"]


def on_foot(km: float, on: date) -> Way | None:
    """On foot, where it is near enough to be thought of."""
    if km > road_facts(on).foot["farthest_km"]:
        return None
    return Way(minutes=foot_minutes(km, on), mode=FOOT, words="on foot", km=km)
