"""Trains that run, in place of the estimate: the first that one can still catch, with its forecast times."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lineside.dispatch.rules.candidates import TRAIN, Way
from lineside.dispatch.rules.railway import by_forecast
from lineside.dispatch.rules.recommending import Proposal
from lineside.trains import queries as trains

MOST_PAIRS, MOST_TRAINS = 3, 4
CRS = 3  # letters of a station of the national railway; the Underground's trains are not in the feeds
Pair = tuple[str, str]


def forecasts(best: Iterable[Proposal], at: datetime) -> dict[Pair, Way]:
    """For the ways by train among the best: where one boards and leaves -> that way by a train that runs.

    A pair of stations between which no feed knows a train keeps its estimate, and is not in the answer.
    """
    return by_forecasts((each.way for proposal in best for each in proposal.able), at)


def by_forecasts(known: Iterable[Way], at: datetime) -> dict[Pair, Way]:
    """The same of ways in hand."""
    ways = {
        (way.board, way.leave): way for way in known if way.mode == TRAIN and len(way.board) == len(way.leave) == CRS
    }
    found: dict[Pair, Way] = {}
    for pair, way in list(ways.items())[:MOST_PAIRS]:
        caught = _caught(way, at)
        if caught:
            found[pair] = caught
    return found


def _caught(way: Way, at: datetime) -> Way | None:
    when = at + timedelta(minutes=way.walk_to)
    ways = []
    for row in trains.trains_between(way.board, way.leave, when, most=MOST_TRAINS):
        calls = row.running.remaining
        first = next((call for call in calls if call.point.crs == way.board), None)
        after = [call for call in calls if first and call.number > first.number]
        last = next((call for call in after if call.point.crs == way.leave), None)
        if first and last and last.comes_at and (goes_at := first.goes_at or first.comes_at):
            ways.append(by_forecast(way, goes_at, last.comes_at, at))
    return min((each for each in ways if each), key=lambda each: each.minutes, default=None)
