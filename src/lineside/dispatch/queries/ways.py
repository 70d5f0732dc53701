"""How long units need to a place, for a room above that weighs something else than who is sent."""

from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import TypeVar

from lineside.dispatch.queries.forecasts import Pair, by_forecasts
from lineside.dispatch.queries.network import network
from lineside.dispatch.rules.candidates import Way
from lineside.dispatch.rules.travel import by_road, crow_km, on_foot
from lineside.kernel.clock import UK, uk_day

U = TypeVar("U", bound=Hashable)
Place = tuple[float, float]
LONGEST = 150  # minutes by train worth looking for
SOONEST = 3  # whose trains are looked up: nobody else is chosen to be there first


def ways_to(there: Place, starts: Mapping[U, Place], grade: str, at: datetime) -> dict[U, Way]:
    """The quickest of road, foot and train for each; for the soonest, a train that runs in place of the estimate.

    By the straight line and not by the router, which has time for one place alone: here it is every call of a train.
    """
    on, hour = uk_day(at), at.astimezone(UK).hour
    tracks = network(on)
    rail = {key: way for key, start in starts.items() if (way := tracks.by_train(start, there, hour, LONGEST))}

    def quickest(key: U, train: Way | None) -> Way:
        km = crow_km(starts[key], there)
        ways = (by_road(km, hour, grade, on), on_foot(km, on), train)
        return min((each for each in ways if each), key=lambda each: each.minutes)

    found = {key: quickest(key, rail.get(key)) for key in starts}
    soonest = sorted(found, key=lambda key: found[key].minutes)[:SOONEST]
    running = by_forecasts((found[key] for key in soonest), at)
    return found | {key: quickest(key, _train(rail.get(key), running)) for key in soonest}


def _train(way: Way | None, running: Mapping[Pair, Way]) -> Way | None:
    """The train that runs, where it leaves once one can be there; else the estimate."""
    caught = running.get((way.board, way.leave)) if way else None
    return caught if way and caught and way.walk_to <= caught.walk_to else way
