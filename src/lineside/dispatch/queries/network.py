"""The railway that units travel by: the compiled facts, read once; the share-alike file is used where it is present."""

from datetime import date
from functools import cache

from lineside.dispatch.rules.railway import Network, Stop, edges_of
from lineside.dispatch.rules.units import DATA
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.rule_tables import editions, in_force

TRACKS = DATA / "sharealike" / "tracks"
UNDERGROUND = DATA / "underground"
WITHOUT = "The table of tracks is not installed here, so no way by train is known outside the Underground."


@cache
def network(on: date) -> Network:
    """Every station of the gazetteer with its neighbours by rail; about a second the first time."""
    stops = [(place.crs, place) for place in gazetteer.stations()]
    stops += list(gazetteer.underground().items())
    tracks = editions(TRACKS)[-1].rows if has_tracks() else ()
    return Network(
        [Stop(code=code, name=place.name, lat=place.lat or 0.0, lon=place.lon or 0.0) for code, place in stops],
        edges_of(tracks, in_force(UNDERGROUND, on).rows),
        on,
    )


@cache
def has_tracks() -> bool:
    return TRACKS.is_dir() and any(TRACKS.glob("*.csv.gz"))
