"""How long a unit needs by train: over the graph of neighbouring stations, without a timetable, marked an estimate."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from lineside.dispatch.rules.candidates import TRAIN, Way
from lineside.dispatch.rules.travel import crow_km, foot_minutes
from lineside.dispatch.rules.units import DATA
from lineside.kernel.rule_tables import in_force

KINDS = ("stopping", "fast", "express", "underground")
NO_TRAIN = -1
UK = ZoneInfo("Europe/London")
SQUARE = 0.03  # degrees of latitude, about 3.3 km; of longitude two such


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A station of either network."""

    code: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two neighbouring stations, by a kind of train; minutes where the source has them, else kilometres of track."""

    kind: str
    one: str
    other: str
    line: str = ""
    km: float = 0.0
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Reach:
    """From each station's door: minutes to the scene, and the station at which one leaves the train."""

    minutes: Mapping[int, float]
    leaves: Mapping[int, int]


@cache
def waits(on: date) -> tuple[tuple[dict[str, float], ...], dict[str, float]]:
    """Minutes waited by hour and kind, and what walking at stations takes."""
    rows = in_force(DATA / "rail_waits", on).rows
    bands = [row for row in rows if "hour" in row]
    hours = [max((row for row in bands if row["hour"] <= hour), key=lambda row: row["hour"]) for hour in range(24)]
    walks = next(row for row in rows if row["code"] == "walks")
    by_hour = tuple({kind: float(row[kind]) for kind in KINDS} for row in hours)
    return by_hour, {key: float(value) for key, value in walks.items() if key != "code"}


@cache
def band_of(hour: int, on: date) -> int:
    """The first hour in which one waits as long as in this one, so that hours alike are reckoned once."""
    by_hour = waits(on)[0]
    return by_hour.index(by_hour[hour])


def ride_minutes(edge: Edge, on: date) -> float:
    """By the class of line speed of that kind and length, with the stop at its end."""
    if edge.minutes:
        return edge.minutes
    rows = in_force(DATA / "rail_speeds", on).rows
    row = next(row for row in rows if row["kind"] == edge.kind and edge.km <= row["up_to_km"])
    return float(60 * edge.km / row["kmh"] + row["stop_minutes"])


class Network:
    """Doors of stations and platforms within them; one waits between door and platform, and rides between platforms."""

    def __init__(self, stops: Iterable[Stop], edges: Iterable[Edge], on: date) -> None:
        self.on = on
        self.stops = tuple(stops)
        self.walks = waits(on)[1]
        self._square: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, stop in enumerate(self.stops):
            self._square[_square(stop.lat, stop.lon)].append(number)
        self.kind_of: list[str] = [""] * len(self.stops)
        self.door_of: list[int] = list(range(len(self.stops)))
        self.beside: list[list[tuple[int, float]]] = [[] for _ in self.stops]
        self._lay(edges)
        self._join_doors()
        self.reach = lru_cache(maxsize=512)(self._reach)
        self.near = lru_cache(maxsize=8192)(self._near)

    def _lay(self, edges: Iterable[Edge]) -> None:
        numbers = {stop.code: number for number, stop in enumerate(self.stops)}
        platforms: dict[tuple[int, str], int] = {}
        for edge in edges:
            if edge.one in numbers and edge.other in numbers:
                ends = [self._platform(platforms, numbers[code], edge) for code in (edge.one, edge.other)]
                minutes = ride_minutes(edge, self.on)
                self.beside[ends[0]].append((ends[1], minutes))
                self.beside[ends[1]].append((ends[0], minutes))

    def _platform(self, platforms: dict[tuple[int, str], int], door: int, edge: Edge) -> int:
        key = (door, edge.line or edge.kind)
        if key not in platforms:
            platforms[key] = len(self.beside)
            self.kind_of.append(edge.kind)
            self.door_of.append(door)
            self.beside.append([])
            self.beside[door].append((platforms[key], 0.0))
        return platforms[key]

    def _join_doors(self) -> None:
        """One walks between stations that lie near each other, as from the train to the Underground."""
        for here, stop in enumerate(self.stops):
            for there, km in self._within(stop.lat, stop.lon, self.walks["change_km"]):
                if there != here:
                    self.beside[here].append((there, foot_minutes(km, self.on)))

    def _within(self, lat: float, lon: float, km: float) -> list[tuple[int, float]]:
        row, column = _square(lat, lon)
        around = [(y, x) for y in range(row - 1, row + 2) for x in range(column - 1, column + 2)]
        found = [
            (number, crow_km((lat, lon), (self.stops[number].lat, self.stops[number].lon)))
            for square in around
            for number in self._square.get(square, ())
        ]
        return sorted((each for each in found if each[1] <= km), key=lambda each: each[1])

    def _near(self, lat: float, lon: float) -> tuple[tuple[int, float], ...]:
        """The nearest stations with minutes on foot to or from their doors."""
        found = self._within(lat, lon, self.walks["farthest_km"])[: int(self.walks["nearest"])]
        return tuple((number, foot_minutes(km, self.on)) for number, km in found)

    def _reach(self, lat: float, lon: float, hour: int, longest: int) -> Reach:
        """From the scene backwards to every door within so many minutes, once for all units."""
        wait = waits(self.on)[0][hour]
        minutes: dict[int, float] = {}
        leaves: dict[int, int] = {}
        heap = [(walk + self.walks["from_platform"], door, door) for door, walk in self.near(lat, lon)]
        heapq.heapify(heap)
        doors, kinds = self.door_of, self.kind_of
        while heap:
            far, here, last = heapq.heappop(heap)
            if here in minutes:
                continue
            if far > longest:
                break
            minutes[here], leaves[here] = far, last
            kind = kinds[here]
            if kind and wait[kind] != NO_TRAIN and doors[here] not in minutes:
                heapq.heappush(heap, (far + wait[kind], doors[here], last))
            for there, spent in self.beside[here]:
                if there not in minutes and (not kinds[there] or wait[kinds[there]] != NO_TRAIN):
                    heapq.heappush(heap, (far + spent, there, last))
        return Reach(minutes, leaves)

    def by_train(self, start: tuple[float, float], scene: tuple[float, float], hour: int, longest: int) -> Way | None:
        """On foot to a station, by train, on foot again; none where walking alone would do, or no train runs."""
        reach = self.reach(*scene, band_of(hour, self.on), longest)
        ways = [
            (walk + self.walks["to_platform"] + reach.minutes[door], door)
            for door, walk in self.near(*start)
            if door in reach.minutes and reach.leaves[door] != door
        ]
        if not ways:
            return None
        minutes, door = min(ways)
        last = reach.leaves[door]
        board, leave = self.stops[door], self.stops[last]
        return Way(
            minutes=minutes,
            mode=TRAIN,
            words=f"by train from {board.name} to {leave.name}",
            board=board.code,
            leave=leave.code,
            walk_to=minutes - reach.minutes[door],
            walk_from=reach.minutes[last],
        )


def by_forecast(way: Way, leaves_at: datetime, comes_at: datetime, at: datetime) -> Way | None:
    """The same way by a train that runs, with its forecast times; none where it is gone before one can be there."""
    if leaves_at < at + timedelta(minutes=way.walk_to) or comes_at <= leaves_at:
        return None
    minutes = (comes_at - at).total_seconds() / 60 + way.walk_from
    words = f"{way.words}, the train of {leaves_at.astimezone(UK):%H:%M}, due {comes_at.astimezone(UK):%H:%M}"
    return replace(way, minutes=minutes, words=words, is_estimate=False)


def _square(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / SQUARE), math.floor(lon / (2 * SQUARE))


def edges_of(tracks: Sequence[Mapping[str, str]], underground: Sequence[Mapping[str, str]]) -> list[Edge]:
    """The rows of both compiled tables, read."""
    rail = [Edge(kind=row["kind"], one=row["one"], other=row["other"], km=float(row["km"])) for row in tracks]
    tube = [
        Edge(kind="underground", one=row["one"], other=row["other"], line=row["line"], minutes=float(row["minutes"]))
        for row in underground
    ]
    return rail + tube
