"""What others ask of the gazetteer: read a place, find a station, who owns a position. Files only, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lineside.gazetteer import atlas, ground, reader, tables
from lineside.gazetteer.atlas import Area, Post
from lineside.gazetteer.ground import Box, Spot, Track, lines_beside, station_beside
from lineside.gazetteer.rules.alongside import Alongside
from lineside.gazetteer.rules.grid import from_grid, grid_reference, to_grid
from lineside.gazetteer.rules.names import Place
from lineside.gazetteer.rules.nations import nation_of
from lineside.gazetteer.rules.reading import Located, Reading

__all__ = [
    "Alongside",
    "Area",
    "Box",
    "Located",
    "Place",
    "Post",
    "Reading",
    "Spot",
    "TableAge",
    "Track",
    "ages",
    "areas",
    "borders_in",
    "by_railway_code",
    "from_grid",
    "grid_reference",
    "lines_beside",
    "locate",
    "missing_tables",
    "nation_at",
    "nearest_station",
    "owner",
    "posts",
    "spots_in",
    "standing",
    "station",
    "station_beside",
    "stations",
    "to_grid",
    "tracks_in",
    "underground",
    "without",
]


@dataclass(frozen=True, slots=True)
class TableAge:
    """One table of places: its edition, the day of its data, and whether that is too long ago."""

    label: str
    edition: str
    since: date
    days: int
    is_old: bool


def locate(text: str) -> Located:
    """Every place the text may mean, best first; none rather than a wrong one."""
    return reader.read(text)


def station(crs: str) -> Place | None:
    return atlas.stations().get(crs.strip().upper())


def by_railway_code(kind: str, code: str) -> Place | None:
    """The place of a TIPLOC or STANOX, a station before a junction or siding; `kind` is tiploc or stanox."""
    known = atlas.station_codes()[kind].get(code) or atlas.locations()[kind].get(code)
    return known[0] if known else None


def stations() -> tuple[Place, ...]:
    return tuple(atlas.stations().values())


def underground() -> dict[str, Place]:
    """Code of Transport for London -> station of the Underground, the DLR and Tramlink."""
    return dict(atlas.underground_codes())


def nearest_station(lat: float, lon: float) -> Place | None:
    close = atlas.near(lat, lon)
    return close[0] if close else None


def nation_at(text: str, known: Mapping[str, object], area: str, on: date) -> str:
    """Whose law it is where something happened: scotland or england_wales.

    `known` is a place that somebody confirmed, as lat, lon and crs; a text is read where nothing is known of it.
    """
    if text and not known:
        read = locate(text).readings
        known = {"lat": read[0].lat, "lon": read[0].lon, "crs": read[0].codes.get("crs", "")} if read else {}
    found = station(str(known.get("crs") or ""))
    lat, lon = known.get("lat"), known.get("lon")
    if found is None and isinstance(lat, float) and isinstance(lon, float):
        found = nearest_station(lat, lon)
    return nation_of(found.words if found else (), area, on)


def owner(lat: float, lon: float) -> tuple[str, str]:
    """The post's name and the area's code, both empty far from any station."""
    return atlas.owner(round(lat, 4), round(lon, 4))


def areas() -> tuple[Area, ...]:
    return tuple(atlas.areas().values())


def posts() -> tuple[Post, ...]:
    return tuple(atlas.posts().values())


def without() -> str:
    """What this installation cannot place, for lack of share-alike tables, as one sentence; nothing when it has all."""
    lacking = [tables.SHARED_ALIKE[table] for table in tables.absent()]
    return f"Not known here, as their share-alike tables are not installed: {'; '.join(lacking)}." if lacking else ""


def ages(on: date) -> list[TableAge]:
    """How old each table of places is, the oldest first; a table that is not here is not among them."""
    found = []
    for row in tables.rows("ages"):
        path, since = tables.newest(row["code"]), tables.since(row["code"])
        if path and since:
            days = (on - since).days
            is_old = days > row["old_after_days"]
            found.append(TableAge(row["label"], path.name.split(".")[0], since, days, is_old))
    return sorted(found, key=lambda each: -each.days)


def standing(on: date) -> str:
    """Of when the places are, in one short line for where one is chosen; Supervise has the whole."""
    known = ages(on)
    words = f"Places: data of {known[0].since:%B %Y} to {known[-1].since:%B %Y}"
    old = sum(each.is_old for each in known)
    return f"{words}; {old} of {len(known)} tables old." if old else f"{words}."


def missing_tables() -> tuple[str, ...]:
    """Share-alike tables that this installation does without."""
    return tables.absent()


def tracks_in(box: Box) -> list[Track]:
    """Pieces of line that meet the box."""
    return [track for track in ground.tracks() if track.box.meets(box)]


def borders_in(box: Box) -> list[Track]:
    """Steps of the borders between areas."""
    return [step for step in ground.borders() if step.box.meets(box)]


def spots_in(box: Box, kind: str) -> list[Spot]:
    """Places of one kind in the box, those that weigh most first."""
    return [spot for spot in ground.spots(kind) if box.holds(spot.lat, spot.lon)]
