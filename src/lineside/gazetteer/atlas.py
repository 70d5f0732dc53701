"""The compiled facts, read once when first asked for; share-alike files are read where they are present."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lineside.gazetteer.rules.mileage import metres_apart
from lineside.gazetteer.rules.names import PARENS, NameIndex, Place, key_of, keys
from lineside.gazetteer.rules.shelves import Lines, Shelf
from lineside.gazetteer.rules.signals import plates
from lineside.gazetteer.tables import body, rows

KINDS = {"level_crossing": "crossing"}
CROSSING_WORDS = re.compile(
    r"\b(l\.?\s?c\.?|level crossing|lx|crossing|ahbc?|mcb|aocl|uwc|cctv)(?=\W|$)\.?", re.IGNORECASE
)
BOXES = re.compile(r"\bS\.?B\.?(\s*\(.*\))?", re.IGNORECASE)
FAR = 60_000
NO_COUNTY = {"and", "the", "of", "city", "north", "south", "east", "west", "mid"}


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    control_room: str
    desk: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Post:
    code: str
    name: str
    area: str
    crs: str
    lat: float
    lon: float


def _station(row: dict[str, Any]) -> Place:
    tiplocs, stanoxes = row["tiplocs"].split(), row["stanoxes"].split()
    codes = [("tiploc", tiplocs[0])] if tiplocs else []
    codes += [("stanox", stanoxes[0])] if stanoxes else []
    codes += [("nlc", f"{row['nlc']}00")] if row["nlc"] else []
    brackets = PARENS.findall(f"{row['name']} {_second_names().get(row['code'], '')}")
    told = f"{row['authority']} {row['region']} {' '.join(brackets)}".replace("Wales - Cymru", "wales")
    return Place(
        kind="station",
        name=row["name"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        crs=row["code"],
        codes=tuple(codes),
        weight=int(row["entries"]) if row["entries"].isdigit() else 0,
        words=frozenset(key_of(word) for word in re.findall(r"[A-Za-z]+", told)) - NO_COUNTY,
    )


@cache
def _second_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("sharealike/names")}


@cache
def stations() -> dict[str, Place]:
    return {row["code"]: _station(row) for table in ("sharealike/stations", "stations") for row in rows(table)}


@cache
def station_codes() -> dict[str, dict[str, list[Place]]]:
    """STANOX, TIPLOC, NLC and CRS to stations."""
    found: dict[str, dict[str, list[Place]]] = {
        "stanox": defaultdict(list),
        "tiploc": defaultdict(list),
        "nlc": {},
        "crs": {code: [place] for code, place in stations().items()},
    }
    for table in ("stations", "sharealike/stations"):
        for row in rows(table):
            place = stations()[row["code"]]
            for code in row["tiplocs"].split():
                found["tiploc"][code].append(place)
            for code in row["stanoxes"].split():
                found["stanox"][code].append(place)
            if row["nlc"]:
                found["nlc"].setdefault(row["nlc"], []).append(place)
    return found


def _location(row: dict[str, Any]) -> Place:
    tiploc = "" if row["code"].startswith("-") else row["code"]
    codes = tuple((key, value) for key, value in (("tiploc", tiploc), ("stanox", row["stanox"])) if value)
    return Place("tiploc", row["name"], float(row["lat"]), float(row["lon"]), row["crs"], codes, accuracy_m=300)


def _location_rows() -> Iterator[dict[str, Any]]:
    for table in ("locations", "sharealike/locations"):
        yield from rows(table)


@cache
def locations() -> dict[str, Shelf]:
    """Junctions, sidings and signals by TIPLOC and by STANOX."""
    coded = ((row["code"], row) for row in _location_rows() if not row["code"].startswith("-"))
    numbered = ((row["stanox"], row) for row in _location_rows() if row["stanox"])
    return {"tiploc": Shelf(coded, _location), "stanox": Shelf(numbered, _location)}


@cache
def location_names() -> Shelf:
    """Locations that are no stations, under the words of their names."""
    stops = station_codes()["tiploc"]
    own = (row for row in _location_rows() if not row["crs"] and row["code"][0] != "-" and row["code"] not in stops)
    return Shelf(((" ".join(keys(row["name"])), row) for row in own), _location)


@cache
def underground_codes() -> dict[str, Place]:
    """Code of Transport for London -> station."""
    return {row["code"]: place for row, place in zip(rows("london"), underground(), strict=True)}


@cache
def underground() -> tuple[Place, ...]:
    return tuple(
        Place(
            "underground",
            row["name"],
            float(row["lat"]),
            float(row["lon"]),
            lines=tuple(row["lines"].split("|")),
            hub=row["code"].startswith("HUB"),
        )
        for row in rows("london")
    )


def other_names(name: str) -> tuple[str, ...]:
    """Names that Underground stations go by besides the list's own."""
    if name.startswith("King's Cross &"):
        return ("King's Cross", "St Pancras", "King's Cross St Pancras", "Kings X St Pancras", "KX St Pancras", "KXSP")
    if name == "St. James's Park":
        return ("St James Park", "St James' Park")
    return (name.replace("Airport ", ""),) if "Heathrow Airport Terminal" in name else ()


@cache
def names() -> NameIndex:
    index = NameIndex()
    for place in (*stations().values(), *underground()):
        index.add_station(place)
    for row in rows("aliases"):
        for code in row["crs"].split():
            meant = stations().get(code) or underground_codes().get(code)
            if meant:
                index.add(row["code"], meant, "alias", 0.95)
    for place in underground():
        for name in other_names(place.name):
            index.add(name, place, "alias", 0.95)
    for code, name in _second_names().items():
        index.add(name, stations()[code])
    return index


@cache
def signals() -> dict[str, list[Place]]:
    signal_rows = (row for row in _location_rows() if "sig" in row["name"].lower() and not row["code"].startswith("-"))
    return plates(_location(row) for row in signal_rows)


@cache
def features() -> NameIndex:
    """Crossings under their names without "level crossing"; tunnels, viaducts, junctions and boxes under the whole."""
    index = NameIndex()
    for row in rows("sharealike/features"):
        kind = KINDS.get(row["kind"], "feature")
        name = row["name"].title() if row["name"].isupper() else row["name"]
        codes = (("stanox", row["stanox"]),) if row["stanox"] else ()
        if row["code"] and not row["code"].startswith("ELOC"):
            codes = (*codes, ("tiploc", row["code"]))
        place = Place(kind, name, float(row["lat"]), float(row["lon"]), codes=codes, accuracy_m=100)
        bare = CROSSING_WORDS.sub("", name).strip(" .") if kind == "crossing" else BOXES.sub("signal box", name)
        index.add(bare, place)
        if kind != "crossing" and BOXES.search(name):
            index.add(BOXES.sub("SB", name), place)
        if "(" in bare:
            index.add(PARENS.sub("", bare), place, "base", 0.9)
    return index


@cache
def lines() -> Lines:
    return Lines(rows("lines"), _waymarks)


def _waymarks(elr: str) -> Iterator[dict[str, str]]:
    """The waymarks of one line out of the long table, which is in order of the line's reference."""
    text = body("waymarks")
    columns = text[: text.index("\n")].split(",")
    at = text.find(f"\n{elr},") + 1
    while at and text.startswith(f"{elr},", at):
        end = text.find("\n", at)
        yield dict(zip(columns, text[at:end].split(","), strict=True))
        at = end + 1


@cache
def areas() -> dict[str, Area]:
    return {
        row["code"]: Area(row["code"], row["name"], row["control_room"], row["desk"], tuple(row["regions"]))
        for row in rows("areas")
    }


@cache
def posts() -> dict[str, Post]:
    found = {}
    for row in rows("posts"):
        place = stations()[row["crs"]]
        found[row["code"]] = Post(row["code"], row["name"], row["area"], row["crs"], place.lat, place.lon)
    return found


@cache
def _squares() -> dict[tuple[int, int], list[tuple[Place, str]]]:
    squares: dict[tuple[int, int], list[tuple[Place, str]]] = defaultdict(list)
    for table in ("stations", "sharealike/stations"):
        for row in rows(table):
            place = stations()[row["code"]]
            squares[_square(place.lat, place.lon)].append((place, row["region"]))
    return squares


def _square(lat: float, lon: float) -> tuple[int, int]:
    return int(lat * 5), int(lon * 5 + 100)


def near(lat: float, lon: float) -> tuple[Place, str, float] | None:
    """The nearest station with its region and how many metres off it is; none within reach at sea."""
    row, column = _square(lat, lon)
    for ring in (1, 3):
        cells = [(y, x) for y in range(row - ring, row + ring + 1) for x in range(column - ring, column + ring + 1)]
        found = [
            (metres_apart((lat, lon), (place.lat, place.lon)), place, region)
            for cell in cells
            for place, region in _squares().get(cell, ())
        ]
        if found:
            far, place, region = min(found, key=lambda one: one[0])
            return (place, region, far) if far < FAR else None
    return None


@cache
def owner(lat: float, lon: float) -> tuple[str, str]:
    """Post and area of a position: the area of the nearest station's region, the nearest post of that area."""
    close = near(lat, lon)
    if close is None:
        return "", ""
    region = close[1] or _region_around(close[0])
    named = {name: area.code for area in areas().values() for name in area.regions}
    rest = next(area.code for area in areas().values() if not area.regions)
    area = named.get(region, rest)
    own = [post for post in posts().values() if post.area == area]
    post = min(own, key=lambda one: metres_apart((lat, lon), (one.lat, one.lon)))
    return post.name, area


@cache
def _region_around(place: Place) -> str:
    """A station newer than the regions' table lies in the region of its nearest neighbour that has one."""
    row, column = _square(place.lat, place.lon)
    cells = [(y, x) for y in range(row - 2, row + 3) for x in range(column - 2, column + 3)]
    known = [one for cell in cells for one in _squares().get(cell, ()) if one[1]]
    nearest = min(known, key=lambda one: metres_apart((place.lat, place.lon), (one[0].lat, one[0].lon)), default=None)
    return nearest[1] if nearest else ""
