"""Compiles which stations are neighbours by rail: `compile_tracks.py DATA_FOLDER` (with `geo/` and `rail/` in it).

From the tracks, which are share-alike, come files of their own under `sharealike/`; from the Underground's graph one
in the core. Both hold codes, kinds and distances or minutes, nothing else.
"""

import csv
import gzip
import heapq
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from tools.edition_file import SOURCE_TREE, write_edition

GAZETTEER = SOURCE_TREE / "gazetteer" / "data"
TARGET = SOURCE_TREE / "dispatch" / "data"
RETRIEVED = "2026-11-22"
AT_STATION_M, NEAREST_M = 200, 900  # every line so near passes the station; else the one nearest line
# [design] Entries a year from which a kind of train stops, how many such stations it may pass, how near and far.
RANKS = {"fast": (1_500_000, 0, 1.0, 160.0), "express": (4_000_000, 2, 8.0, 250.0)}
FARTHEST_KM = 90.0
MEETS_M = 25
CELL = 0.01
SHARPEST = math.radians(100)  # a train does not turn about at a junction
EAST_LONDON = "5"  # the Underground's no longer
SPELT = {
    "Crossharbour & London Arena": "Crossharbour",
    "Edgware Road (B)": "Edgware Road (Bakerloo)",
    "Edgware Road (C)": "Edgware Road (Circle Line)",
    "Harrow & Wealdston": "Harrow & Wealdstone",
    "Heathrow Terminal 4": "Heathrow Airport Terminal 4",
    "Heathrow Terminals 1, 2 & 3": "Heathrow Terminals 2 & 3",
    "King's Cross St. Pancras": "King's Cross & St Pancras International",
    "Picadilly Circus": "Piccadilly Circus",
    "Shepherd's Bush (C)": "Shepherd's Bush",
    "Shepherd's Bush (H)": "Shepherd's Bush Market",
}
Node = tuple[float, float]
Row = dict[str, str]


def metres(one: Node, other: Node) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, one[1] - other[1]) * 111_195


def stations() -> dict[str, tuple[Node, int]]:
    """Of the open government table alone, so that nothing of another share-alike table gets in."""
    lines = (GAZETTEER / "stations/2024-05.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {
        row["code"]: ((float(row["lon"]), float(row["lat"])), int(row["entries"]) if row["entries"].isdigit() else 0)
        for row in rows
    }


class Tracks:
    """The lines as a graph of their points, with each station put onto the lines that pass it.

    A few metres between where a line ends and the line that it meets have no direction, so no turn is judged there.
    """

    def __init__(self, path: Path) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            features = json.load(file)["features"]
        self.lines: list[list[Node]] = [[(x, y) for x, y in each["geometry"]["coordinates"]] for each in features]
        self.cells: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        for number, line in enumerate(self.lines):
            for at, (one, other) in enumerate(pairwise(line)):
                for cell in _cells(one, other):
                    self.cells[cell].add((number, at))
        self.stops: dict[Node, set[str]] = defaultdict(set)
        self.points: dict[str, set[Node]] = defaultdict(set)
        self._put: dict[tuple[int, int], list[tuple[float, Node]]] = defaultdict(list)
        self.beside: dict[Node, list[tuple[Node, float]]] = defaultdict(list)

    def close(self, where: Node) -> list[tuple[float, int, int, float, Node]]:
        """The lines around, the nearest first: metres off, line, its part, how far along that part, the point."""
        best: dict[int, tuple[float, int, float, Node]] = {}
        column, row = int(where[0] / CELL), int(where[1] / CELL)
        for cell in ((x, y) for x in range(column - 1, column + 2) for y in range(row - 1, row + 2)):
            for number, at in self.cells.get(cell, ()):
                share, point = _foot_of(where, self.lines[number][at], self.lines[number][at + 1])
                far = metres(where, point)
                if number not in best or far < best[number][0]:
                    best[number] = (far, at, share, point)
        return sorted((far, number, at, share, point) for number, (far, at, share, point) in best.items())

    def tie_ends(self) -> None:
        """A line that ends on another between two of its points meets it there; simplifying has moved it a little."""
        for own, line in enumerate(self.lines):
            for end in (line[0], line[-1]):
                for far, number, at, share, point in self.close(end):
                    if number != own and far <= MEETS_M and point != end:
                        self._put[number, at].append((share, point))
                        self.beside[end].append((point, far / 1000))
                        self.beside[point].append((end, far / 1000))

    def put(self, code: str, where: Node) -> None:
        for place, (far, number, at, share, point) in enumerate(self.close(where)):
            if far <= AT_STATION_M or (place == 0 and far <= NEAREST_M):
                self._put[number, at].append((share, point))
                self.stops[point].add(code)
                self.points[code].add(point)

    def join(self) -> None:
        for number, line in enumerate(self.lines):
            for at, (one, other) in enumerate(pairwise(line)):
                points = [one, *(point for _, point in sorted(self._put.get((number, at), ()))), other]
                for here, there in pairwise(points):
                    if here != there:
                        far = metres(here, there) / 1000
                        self.beside[here].append((there, far))
                        self.beside[there].append((here, far))

    def neighbours(self, code: str) -> dict[str, float]:
        """Kilometres to each station that is reached before any other."""
        found: dict[str, float] = {}
        heap: list[tuple[float, Node, Node | None]] = [(0.0, point, None) for point in self.points[code]]
        seen: set[tuple[Node, Node | None]] = set()
        while heap:
            far, here, came = heapq.heappop(heap)
            if (here, came) in seen or far > FARTHEST_KM:
                continue
            seen.add((here, came))
            others = self.stops.get(here, set()) - {code}
            for other in others:
                found[other] = min(far, found.get(other, far))
            if others or (came is not None and here in self.points[code]):
                continue
            for there, length in self.beside[here]:
                if came is None or not _turns_about(came, here, there):
                    heapq.heappush(heap, (far + length, there, here))
        return found


def _cells(one: Node, other: Node) -> Iterator[tuple[int, int]]:
    steps = max(1, math.ceil(max(abs(one[0] - other[0]), abs(one[1] - other[1])) / (CELL / 2)))
    for step in range(steps + 1):
        share = step / steps
        yield (
            int((one[0] + (other[0] - one[0]) * share) / CELL),
            int((one[1] + (other[1] - one[1]) * share) / CELL),
        )


def _foot_of(where: Node, one: Node, other: Node) -> tuple[float, Node]:
    wide = math.cos(math.radians(where[1]))
    east, north = (other[0] - one[0]) * wide, other[1] - one[1]
    length = east * east + north * north
    share = ((where[0] - one[0]) * wide * east + (where[1] - one[1]) * north) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return share, (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)


def _turns_about(came: Node, here: Node, there: Node) -> bool:
    if min(metres(came, here), metres(here, there)) <= MEETS_M:
        return False
    wide = math.cos(math.radians(here[1]))
    before = math.atan2(here[1] - came[1], (here[0] - came[0]) * wide)
    after = math.atan2(there[1] - here[1], (there[0] - here[0]) * wide)
    turn = abs((after - before + math.pi) % (2 * math.pi) - math.pi)
    return turn > SHARPEST


def faster(
    slow: dict[str, dict[str, float]], among: set[str], skips: int, farthest: float
) -> Iterator[tuple[str, str, float]]:
    """Between stations of one rank that have at most so many of that rank between them."""
    for code in sorted(among & set(slow)):
        heap, seen = [(0.0, code, 0)], set()
        while heap:
            far, here, passed = heapq.heappop(heap)
            if here in seen or far > farthest:
                continue
            seen.add(here)
            is_stop = here in among and here != code
            if is_stop and code < here:
                yield code, here, far
            if not is_stop or passed < skips:
                for there, length in slow[here].items():
                    heapq.heappush(heap, (far + length, there, passed + is_stop))


def rail(source: Path) -> None:
    places, tracks = stations(), Tracks(source / "geo" / "gb_rail_tracks.geojson.gz")
    for code, (where, _) in places.items():
        tracks.put(code, where)
    tracks.tie_ends()
    tracks.join()
    slow: dict[str, dict[str, float]] = defaultdict(dict)
    for code in tracks.points:
        for other, far in tracks.neighbours(code).items():
            slow[code][other] = slow[other][code] = min(far, slow[other].get(code, far))
    rows = [("stopping", one, other, far) for one in slow for other, far in slow[one].items() if one < other]
    for kind, (entries, skips, nearest, farthest) in RANKS.items():
        among = {code for code, (_, used) in places.items() if used >= entries}
        for one, other, far in faster(slow, among, skips, farthest):
            if far >= nearest and other not in slow[one]:
                rows.append((kind, one, other, far))
    heads = {
        "source": "Raileasy cleaned and simplified railway tracks (raileasyuk/railway-gis-data), from Network Rail's",
        "publisher": "Raileasy Ltd; Network Rail Infrastructure Limited",
        "licence": "CC BY-SA 4.0",
        "in_force_from": "2026-11-01",
        "retrieved_on": RETRIEVED,
        "key": "kind+one+other",
        "note": "kilometres of track; fast and express join stations of 1.5 and 4 million entries a year [design]",
    }
    table = [{"kind": kind, "one": one, "other": other, "km": f"{far:.2f}"} for kind, one, other, far in rows]
    write_edition(TARGET / "sharealike/tracks/2026-11.csv.gz", heads, ("kind", "one", "other", "km"), table)
    print(f"{len(places) - len(tracks.points)} stations lie on no line; {len(slow)} have a neighbour")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("&", "and"))


def underground(source: Path) -> None:
    lines = (GAZETTEER / "london/2026-07.csv").read_text("utf-8").splitlines()
    now = {_plain(row["name"]): row["code"] for row in csv.DictReader(x for x in lines if not x.startswith("#"))}
    rail_folder = source / "rail"
    named = {row["line"]: row["name"].removesuffix(" Line") for row in _read(rail_folder / "tube_graph_lines.csv")}
    stops = {row["id"]: row["name"] for row in _read(rail_folder / "tube_graph_stations.csv")}
    codes = {key: now.get(_plain(SPELT.get(name, name)), "") for key, name in stops.items()}
    print("not of the Underground now:", sorted(name for key, name in stops.items() if not codes[key]))
    table: dict[tuple[str, str, str], Row] = {}
    for row in _read(rail_folder / "tube_graph_connections.csv"):
        one, other = sorted((codes[row["station1"]], codes[row["station2"]]))
        line = named[row["line"]].replace("Docklands Light Railway", "DLR")
        if one and other and row["line"] != EAST_LONDON:
            table[line, one, other] = {"line": line, "one": one, "other": other, "minutes": row["time"]}
    heads = {
        "source": "nicola/tubemaps, which stations of the Underground and the DLR are neighbours, with minutes",
        "publisher": "nicola/tubemaps",
        "licence": "ISC",
        "in_force_from": "2010-01-01",
        "retrieved_on": RETRIEVED,
        "key": "line+one+other",
        "note": "of about 2010: extensions since then are missing; minutes are whole and typical, of no timetable",
    }
    write_edition(TARGET / "underground/2010-01.csv", heads, ("line", "one", "other", "minutes"), table.values())


def _read(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main(source: Path) -> None:
    rail(source)
    underground(source)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
