"""Where on the ground a train is: at a place, or reckoned straight between two by the time that has gone. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.trains.rules.calling import Call
from lineside.trains.rules.running import Running

NEARLY_THERE = 0.95  # nobody has reported it at the next place, so it is never drawn there


@dataclass(frozen=True, slots=True)
class Placed:
    """A position, and whether it was reckoned between two reports."""

    lat: float
    lon: float
    is_reckoned: bool


def placed(run: Running, at: datetime) -> Placed | None:
    """Nowhere before its first report, after its end, and where the gazetteer does not know the place."""
    if run.last is None or run.behind is None or run.is_over:
        return None
    here, there = run.behind.point, run.ahead.point if run.ahead else None
    if here.lat is None or here.lon is None:
        return None
    if run.is_standing or there is None or there.lat is None or there.lon is None:
        return Placed(here.lat, here.lon, is_reckoned=not run.is_standing)
    share = _share(run.last.at, run.ahead, at)
    return Placed(
        here.lat + share * (there.lat - here.lat), here.lon + share * (there.lon - here.lon), is_reckoned=True
    )


def _share(left_at: datetime, ahead: Call | None, at: datetime) -> float:
    """How much of the way to the next place its time is over; a train of which no time is known stays where it was."""
    comes_at = ahead.comes_at if ahead else None
    if comes_at is None:
        return 0.0
    whole = max(comes_at - left_at, timedelta(seconds=1))
    return min(max((at - left_at) / whole, 0.0), NEARLY_THERE)
