"""What others ask of the gazetteer: read a place, find a station, who owns a position. Files only, no database."""

from lineside.gazetteer import atlas, reader, tables
from lineside.gazetteer.atlas import Area, Post
from lineside.gazetteer.rules.grid import from_grid, grid_reference, to_grid
from lineside.gazetteer.rules.names import Place
from lineside.gazetteer.rules.reading import Located, Reading

__all__ = [
    "Area",
    "Located",
    "Place",
    "Post",
    "Reading",
    "areas",
    "from_grid",
    "grid_reference",
    "locate",
    "missing_tables",
    "nearest_station",
    "owner",
    "posts",
    "station",
    "stations",
    "to_grid",
    "without",
]


def locate(text: str) -> Located:
    """Every place the text may mean, best first; none rather than a wrong one."""
    return reader.read(text)


def station(crs: str) -> Place | None:
    return atlas.stations().get(crs.strip().upper())


def stations() -> tuple[Place, ...]:
    return tuple(atlas.stations().values())


def nearest_station(lat: float, lon: float) -> Place | None:
    close = atlas.near(lat, lon)
    return close[0] if close else None


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


def missing_tables() -> tuple[str, ...]:
    """Share-alike tables that this installation does without."""
    return tables.absent()
