"""What a map is drawn from: lines, stations, crossings, mileposts, posts and areas inside a box. Files only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from lineside.gazetteer import atlas
from lineside.gazetteer.rules.alongside import Alongside, Mark, alongside, stretches
from lineside.gazetteer.rules.mileage import Line, named
from lineside.gazetteer.rules.names import Place
from lineside.gazetteer.tables import body, rows

PIECE = 40  # waymarks of a piece of line: a view of one town takes no line from end to end
CELL = 50  # cells to a degree, in which the nearest line is looked for
REACH = 4  # cells around a position, about five miles
MOST_LINES = 3  # where lines run side by side a person chooses
BESIDE = 150  # metres: farther off than the nearest by more than this, a line is another place
SQUARES = 5  # to a degree: how finely the borders of areas are drawn
NORTH, SOUTH, WEST, EAST = 61.0, 49.8, -8.2, 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the country, in degrees of WGS84."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def meets(self, other: "Box") -> bool:
        apart = other.west > self.east or other.east < self.west or other.south > self.north or other.north < self.south
        return not apart


@dataclass(frozen=True, slots=True)
class Track:
    """A piece of a line, from waymark to waymark."""

    elr: str
    points: tuple[tuple[float, float], ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that a map marks; what weighs most stays when there are too many."""

    kind: str
    name: str
    code: str
    lat: float
    lon: float
    weight: int = 0


@cache
def tracks() -> tuple[Track, ...]:
    found = []
    for line in whole_lines().values():
        for run in stretches(line):
            found += [_track(line.elr, run[at : at + PIECE + 1]) for at in range(0, len(run) - 1, PIECE)]
    return tuple(found)


def _track(elr: str, run: tuple[Mark, ...]) -> Track:
    points = tuple((lat, lon) for _, lat, lon in run)
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return Track(elr, points, Box(min(lons), min(lats), max(lons), max(lats)))


@cache
def whole_lines() -> dict[str, Line]:
    """Every line with its waymarks, read in one go: a map needs all of them, a typed mileage one."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for text in body("waymarks").splitlines()[1:]:
        elr, at, _unit, lat, lon = text.split(",")
        marks[elr].append((int(at), float(lat), float(lon)))
    return {
        row["code"]: Line(
            row["code"], row["unit"], int(row["first"]), int(row["last"]), tuple(sorted(marks.get(row["code"], ())))
        )
        for row in rows("lines")
    }


@cache
def spots(kind: str) -> tuple[Spot, ...]:
    """All of one kind, those that weigh most first; none where the share-alike table that tells them is not here."""
    return tuple(sorted(_KINDS[kind](), key=lambda each: -each.weight))


def _stations() -> Iterator[Spot]:
    for place in atlas.stations().values():
        yield Spot("station", place.name, place.crs, place.lat, place.lon, place.weight)


def _underground() -> Iterator[Spot]:
    for place in atlas.underground():
        yield Spot("underground", place.name, ", ".join(place.lines), place.lat, place.lon)


def _features(*kinds: str) -> Iterator[Spot]:
    for row in rows("sharealike/features"):
        if (row["kind"] == "level_crossing") == ("crossing" in kinds):
            name = row["name"].title() if row["name"].isupper() else row["name"]
            yield Spot(kinds[0], name, row["kind"].replace("_", " "), float(row["lat"]), float(row["lon"]))


def _mileposts() -> Iterator[Spot]:
    for line in whole_lines().values():
        for at, lat, lon in line.marks:
            yield Spot("milepost", named(line, at), line.elr, lat, lon)


def _posts() -> Iterator[Spot]:
    for post in atlas.posts().values():
        yield Spot("post", post.name, post.area, post.lat, post.lon)


def _areas() -> Iterator[Spot]:
    """The name of each area, in the middle of its posts."""
    for area in atlas.areas().values():
        own = [post for post in atlas.posts().values() if post.area == area.code]
        if own:
            lat, lon = (sum(getattr(each, axis) for each in own) / len(own) for axis in ("lat", "lon"))
            yield Spot("area", area.name, area.code, lat, lon)


_KINDS = {
    "station": _stations,
    "underground": _underground,
    "crossing": lambda: _features("crossing"),
    "structure": lambda: _features("structure"),
    "milepost": _mileposts,
    "post": _posts,
    "area": _areas,
}


@cache
def borders() -> tuple[Track, ...]:
    """Between areas, as steps of a fifth of a degree: a place belongs to the area of its nearest station."""
    side = 1 / SQUARES
    first, last = round(SOUTH * SQUARES), round(NORTH * SQUARES)
    left, right = round(WEST * SQUARES), round(EAST * SQUARES)
    own = {
        (y, x): atlas.owner(round((y + 0.5) * side, 4), round((x + 0.5) * side, 4))[1]
        for y in range(first, last)
        for x in range(left, right)
    }
    found = []
    for (y, x), area in own.items():
        above, beside = own.get((y + 1, x), ""), own.get((y, x + 1), "")
        if area and above and area != above:
            found.append(_edge(f"{area}|{above}", (y + 1, x), (y + 1, x + 1)))
        if area and beside and area != beside:
            found.append(_edge(f"{area}|{beside}", (y, x + 1), (y + 1, x + 1)))
    return tuple(found)


def _edge(name: str, one: tuple[int, int], other: tuple[int, int]) -> Track:
    points = tuple((y / SQUARES, x / SQUARES) for y, x in (one, other))
    return Track(name, points, Box(points[0][1], points[0][0], points[1][1], points[1][0]))


@cache
def _cells() -> dict[tuple[int, int], list[tuple[Line, Mark, Mark]]]:
    """Every stretch between two waymarks, under the cells that its ends and its middle lie in."""
    found: dict[tuple[int, int], list[tuple[Line, Mark, Mark]]] = defaultdict(list)
    for line in whole_lines().values():
        for run in stretches(line):
            for before, after in pairwise(run):
                middle = ((before[1] + after[1]) / 2, (before[2] + after[2]) / 2)
                for cell in {_cell(*before[1:]), _cell(*after[1:]), _cell(*middle)}:
                    found[cell].append((line, before, after))
    return found


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat * CELL), int((lon + 20) * CELL)


def lines_beside(lat: float, lon: float) -> tuple[Alongside, ...]:
    """The nearest place on each of the nearest lines, the nearest first; none far from any line."""
    row, column = _cell(lat, lon)
    for ring in (1, REACH):
        near = {
            id(stretch): stretch
            for y in range(row - ring, row + ring + 1)
            for x in range(column - ring, column + ring + 1)
            for stretch in _cells().get((y, x), ())
        }
        if near:
            return _of_each_line(alongside(*stretch, lat, lon) for stretch in near.values())
    return ()


def _of_each_line(found: Iterable[Alongside]) -> tuple[Alongside, ...]:
    best: dict[str, Alongside] = {}
    for each in sorted(found, key=lambda one: one.metres):
        best.setdefault(each.elr, each)
    nearest = list(best.values())
    return tuple(each for each in nearest if each.metres <= nearest[0].metres + BESIDE)[:MOST_LINES]


def station_beside(lat: float, lon: float) -> tuple[Place, int] | None:
    """The nearest station and how many metres off it is."""
    close = atlas.near(lat, lon)
    return (close[0], round(close[2])) if close else None
