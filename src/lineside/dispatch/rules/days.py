"""A simulated day of sending: incidents come, a policy chooses a free unit, it goes, stays and is free again. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from lineside.dispatch.rules.candidates import Candidate, Scene, Way, need_of
from lineside.dispatch.rules.recommending import advise
from lineside.dispatch.rules.travel import by_road, crow_km

Ways = Callable[[Candidate, Scene, str], Way | None]
NO_WAY = 600.0  # minutes: worse than any way there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One incident that is attended: when, where, of which grade, how many minutes the unit stays."""

    scene: Scene
    grade: str
    opening_code: str
    stays: float


@dataclass(slots=True)
class _Player:
    """A unit in the play: where it is, and from when it is free; some time after a job it is back at its post."""

    home: Candidate
    free_at: datetime
    at: tuple[float, float]
    back_at: datetime

    def now(self, at: datetime) -> Candidate:
        lat, lon = (self.home.lat, self.home.lon) if at >= self.back_at else self.at
        return replace(self.home, lat=lat, lon=lon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the unit is chosen among those that are free."""

    name: str
    choose: Callable[[Sequence[Candidate], Job, Ways, date], UUID | None]


def recommended(free: Sequence[Candidate], job: Job, ways: Ways, on: date) -> UUID | None:
    """The first of the five (of several units, the one that is there first)."""
    need = need_of(job.grade, job.opening_code, (), (), on)
    known = replace(need, skills=frozenset())  # units of the play have no skills
    best = advise(free, job.scene, known, lambda unit: ways(unit, job.scene, job.grade), on).best
    return min(best[0].able, key=lambda each: each.way.minutes).unit.id if best else None


def nearest(free: Sequence[Candidate], job: Job, _ways: Ways, _on: date) -> UUID | None:
    """The nearest in a straight line."""
    there = (job.scene.lat, job.scene.lon)
    near = min(free, key=lambda unit: crow_km((unit.lat or 0.0, unit.lon or 0.0), there), default=None)
    return near.id if near else None


POLICIES = (Policy(name="recommended", choose=recommended), Policy(name="nearest", choose=nearest))


def play(units: Sequence[Candidate], jobs: Sequence[Job], policy: Policy, ways: Ways, on: date) -> list[float]:
    """Minutes from each job's beginning until a unit is there; a job for which none is free waits in its turn."""
    if not jobs:
        return []
    began = jobs[0].scene.at
    players = {unit.id: _Player(unit, began, (unit.lat or 0.0, unit.lon or 0.0), began) for unit in units}
    took: list[float] = []
    for job in jobs:
        at = job.scene.at
        chosen = _choose(players, job, at, policy, ways, on)
        while chosen is None:
            at = min(player.free_at for player in players.values() if player.free_at > at)
            chosen = _choose(players, job, at, policy, ways, on)
        took.append(_go(players[chosen], job, at, ways, on))
    return took


def _choose(
    players: Mapping[UUID, _Player], job: Job, at: datetime, policy: Policy, ways: Ways, on: date
) -> UUID | None:
    free = [player.now(at) for player in players.values() if player.free_at <= at]
    return policy.choose(free, job, ways, on)


def _go(player: _Player, job: Job, at: datetime, ways: Ways, on: date) -> float:
    way = ways(player.now(at), job.scene, job.grade)
    travelled = way.minutes if way else NO_WAY
    there = at + timedelta(minutes=travelled)
    player.free_at = there + timedelta(minutes=job.stays)
    player.at = (job.scene.lat, job.scene.lon)
    home = crow_km(player.at, (player.home.lat or 0.0, player.home.lon or 0.0))
    player.back_at = player.free_at + timedelta(minutes=by_road(home, job.scene.hour, "P", on).minutes)
    return (there - job.scene.at).total_seconds() / 60


def arcs(units: Sequence[Candidate], jobs: Sequence[Job], ways: Ways) -> list[tuple[int, int, float]]:
    """For the best in hindsight: from each unit, or from an earlier job, to each job, with the minutes it would take.

    Sources 0 to units-1 are units at their posts, the rest are jobs in their order. A job is taken to end as if it had
    been reached by its own quickest unit at once, so the sum over the best chains is an optimistic bound.
    """
    found: list[tuple[int, int, float]] = []
    ends: list[datetime] = []
    for number, job in enumerate(jobs):
        own = [(source, _minutes(unit, job, ways)) for source, unit in enumerate(units)]
        earlier = []
        for before, end in enumerate(ends):
            standing = replace(units[0], lat=jobs[before].scene.lat, lon=jobs[before].scene.lon)
            late = max(0.0, (end - job.scene.at).total_seconds() / 60)
            earlier.append((len(units) + before, late + _minutes(standing, job, ways)))
        every = [*own, *earlier]
        found += [(source, number, minutes) for source, minutes in every]
        quickest = min((minutes for _, minutes in own), default=0.0)
        ends.append(job.scene.at + timedelta(minutes=quickest + job.stays))
    return found


def _minutes(unit: Candidate, job: Job, ways: Ways) -> float:
    way = ways(unit, job.scene, job.grade)
    return way.minutes if way else NO_WAY
