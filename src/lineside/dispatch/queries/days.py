"""Simulated days of sending, for the bench: the rules played over the real network of stations."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from lineside.dispatch.queries.network import network
from lineside.dispatch.rules.candidates import Candidate, Scene, Way
from lineside.dispatch.rules.days import POLICIES, Job, Ways, arcs, play
from lineside.dispatch.rules.travel import by_road, crow_km, on_foot
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.clock import UK
from lineside.kernel.keys import uuid7

LONGEST_TRAIN = 60  # minutes: farther off somebody is sooner by road


def a_job(at: datetime, place: tuple[str, float, float], grade: str, opening_code: str, stays: float) -> Job:
    """An incident of the play: its beginning, its place (name, latitude, longitude), and minutes at the scene."""
    name, lat, lon = place
    post, area = gazetteer.owner(lat, lon)
    scene = Scene(name=name, lat=lat, lon=lon, at=at, hour=at.astimezone(UK).hour, area=area, post=post)
    return Job(scene=scene, grade=grade, opening_code=opening_code, stays=stays)


def units_of_posts(each: int) -> list[Candidate]:
    """So many units of two officers at every post, on duty all day."""
    return [
        Candidate(
            id=uuid7(),
            call_sign=f"{post.code}{n}",
            state=2,
            state_label="On patrol",
            dispatchable_for="IPS",
            officers=2,
            area=post.area,
            post=post.name,
            lat=post.lat,
            lon=post.lon,
        )
        for post in gazetteer.posts()
        for n in range(each)
    ]


def played(units: Sequence[Candidate], jobs: Sequence[Job], on: date) -> dict[str, list[float]]:
    """Policy -> minutes until a unit is there, of every job, over the same ways for all policies."""
    return {policy.name: play(units, jobs, policy, _ways(on), on) for policy in POLICIES}


def hindsight(units: Sequence[Candidate], jobs: Sequence[Job], on: date) -> list[tuple[int, int, float]]:
    """What an optimal assignment chooses from; see rules."""
    return arcs(units, jobs, _ways(on))


@cache
def _ways(on: date) -> Ways:
    tracks = network(on)

    @lru_cache(maxsize=200_000)
    def way(start: tuple[float, float], there: tuple[float, float], hour: int, grade: str) -> Way:
        km = crow_km(start, there)
        found = (by_road(km, hour, grade, on), on_foot(km, on), tracks.by_train(start, there, hour, LONGEST_TRAIN))
        return min((each for each in found if each), key=lambda each: each.minutes)

    return lambda unit, scene, grade: way((unit.lat or 0.0, unit.lon or 0.0), (scene.lat, scene.lon), scene.hour, grade)
