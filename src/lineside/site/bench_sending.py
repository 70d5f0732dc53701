"""Who to send, measured: how quick the five are with 300 units on duty, and how good on simulated days."""

import gc
import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from lineside.site.bench_node import Node, Say, spread

UNITS, ASKED, WARMING = 300, 60, 5
DAYS, SEED, UNITS_A_POST = 3, 1, 2
FIRST_DAY = datetime(2026, 11, 27, 15, tzinfo=UTC)  # a Friday afternoon and its evening
LASTS = timedelta(hours=9)
ATTENDED = 0.15  # [design] of urgent contacts: the others are of an incident that is known, or need nobody to come
IMMEDIATE = 0.35  # [design] of what is urgent
EXACT = 100  # the solver counts in whole hundredths of a minute
WITHOUT = "ortools is not installed, so no optimum in hindsight: pip install 'lineside[analysis]'"


def recommend(say: Say, _made: Node) -> None:
    """The five at the server for an incident at a place not asked of before, then once more at the same place."""
    from lineside.dispatch.permissions import CanDispatch  # noqa: PLC0415 - Django is ready only now
    from lineside.dispatch.queries import network, recommend  # noqa: PLC0415
    from lineside.gazetteer import queries as gazetteer  # noqa: PLC0415
    from lineside.incidents.permissions import CanIncident  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.kernel.clock import now, uk_day  # noqa: PLC0415

    chance = random.Random(SEED)  # noqa: S311 - the same each run
    places = chance.sample(gazetteer.stations(), ASKED + WARMING)
    book(chance, gazetteer.stations())
    incidents = [_open(place) for place in places]
    began = time.perf_counter()
    network(uk_day(now()))
    say(f"the network of stations: made in {time.perf_counter() - began:.1f} s, once in a process")
    actor = system_actor("bench", CanDispatch.VIEW, CanIncident.VIEW)
    first: list[float] = []
    again: list[float] = []
    shown = 0
    gc.collect()
    gc.freeze()  # as the web process does once it is loaded
    for number, incident_id in enumerate(incidents):
        for times in (first, again):
            began = time.perf_counter()
            found = recommend(actor, incident_id)
            if number >= WARMING:
                times.append((time.perf_counter() - began) * 1000)
                shown += len(found.best)
    say(f"the five of {UNITS} units, a new place: {spread(first)}")
    say(f"the five again at the same place: {spread(again)}; {shown / (2 * ASKED):.1f} proposed each time")


def book(chance: random.Random, stations: Any, count: int = UNITS) -> None:  # noqa: ANN401 - places of the gazetteer
    """Units with positions and two officers, in one statement: booking each on would take longer than the bench."""
    from django.db import connection, transaction  # noqa: PLC0415 - Django is ready only now

    from lineside.kernel.clock import now  # noqa: PLC0415

    at = now()
    rows = []
    for number, place in enumerate(chance.choices(stations, [place.weight + 1 for place in stations], k=count)):
        lat, lon = place.lat + chance.gauss(0, 0.01), place.lon + chance.gauss(0, 0.015)
        seen = at - timedelta(seconds=chance.expovariate(1 / 120))
        rows.append((f"Z{number:03d}", place.name, "PC One, PC Two", lat, lon, seen, at + timedelta(hours=6), at, at))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'bench', true)")
        cursor.executemany(
            "INSERT INTO dispatch_unit (id, version, created_at, call_sign, kind, crew, skills, area, post, talkgroup,"
            " state, state_at, lat, lon, position_at, duty_until, is_on_duty) VALUES (uuidv7(), 0, now(), %s, 'patrol',"
            " %s, '[]', '', %s, '', 2, %s, %s, %s, %s, %s, true)",
            [(sign, crew, post, at, lat, lon, seen, until) for sign, post, crew, lat, lon, seen, until, at, _ in rows],
        )


def _open(place: Any) -> Any:  # noqa: ANN401
    from lineside.incidents import commands  # noqa: PLC0415 - Django is ready only now
    from lineside.incidents.permissions import CanIncident  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.kernel.keys import uuid7  # noqa: PLC0415

    maker = system_actor("bench", *CanIncident)
    at = {"name": place.name, "crs": place.crs, "lat": place.lat, "lon": place.lon, "area": "C"}
    facts: dict[str, Any] = {"place_text": place.name, "place": at, "place_status": "confirmed", "desk": "C"}
    made = commands.open_incident(
        actor=maker, opening=commands.Opening(summary="Shouting", opening_code="ASB", **facts)
    )
    commands.grade_incident(actor=maker, incident_id=made.id, grade="P", assessment_id=uuid7())
    return made.id


def ready() -> None:
    """Make Django ready; the days need its settings and no database."""
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports this module

    setup()


def days(say: Say, seed: int = SEED) -> None:
    """Simulated days: the first of the five against the nearest in a straight line and the best in hindsight."""
    from lineside.dispatch.queries import hindsight, played, units_of_posts  # noqa: PLC0415 - Django is ready only now

    units = units_of_posts(UNITS_A_POST)
    for number in range(DAYS):
        start = FIRST_DAY + timedelta(days=number)
        jobs, on = jobs_of(seed + number, start), start.date()
        told = played(units, jobs, on)
        bound = best_in_hindsight(len(units), len(jobs), hindsight(units, jobs, on))
        say(f"{on}, seed {seed + number}: {len(jobs)} incidents attended by {len(units)} units")
        for name, minutes in told.items():
            say(f"  {name}: {_summary(minutes)}")
        ratio = statistics.mean(told["recommended"]) / statistics.mean(told["nearest"])
        say(f"  recommended to nearest, means: {ratio:.3f}")
        if bound is None:
            say(f"  {WITHOUT}")
        else:
            ours, theirs = (statistics.mean(told[name]) / bound for name in ("recommended", "nearest"))
            say(f"  best in hindsight: mean {bound:.1f} min; to it recommended {ours:.3f}, nearest {theirs:.3f}")


def jobs_of(seed: int, start: datetime) -> list[Any]:
    """The urgent incidents that so many hours of the simulator's demand brings, with how long officers stay."""
    from lineside.dispatch.queries import a_job  # noqa: PLC0415 - Django is ready only now
    from lineside.simulator.crews import spread as lasting  # noqa: PLC0415
    from lineside.simulator.demand import Stream  # noqa: PLC0415
    from lineside.simulator.tables import kinds  # noqa: PLC0415

    chance, until = random.Random(f"jobs {seed}"), start + LASTS  # noqa: S311
    jobs = []
    for contact in takewhile(lambda each: each.at < until, Stream("role", seed, start).contacts()):
        kind, place = kinds()[contact.kind], contact.station
        if contact.burst or chance.random() >= kind.urgent * ATTENDED:
            continue
        grade = "I" if chance.random() < IMMEDIATE else "P"
        stays = lasting(chance, kind.scene_median, kind.scene_p90)
        jobs.append(a_job(contact.at, (place.name, place.lat, place.lon), grade, contact.kind, stays))
    return jobs


def best_in_hindsight(units: int, jobs: int, arcs: list[tuple[int, int, float]]) -> float | None:
    """The least mean over all ways to chain the jobs to units, by min-cost flow; none without the solver."""
    try:
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - of the analysis install alone
    except ImportError:
        return None
    flow, sources = min_cost_flow.SimpleMinCostFlow(), units + jobs
    for source, job, minutes in arcs:
        flow.add_arc_with_capacity_and_unit_cost(source, sources + job, 1, round(minutes * EXACT))
    start, end = sources + jobs, sources + jobs + 1
    for source in range(sources):
        flow.add_arc_with_capacity_and_unit_cost(start, source, 1, 0)
    for job in range(jobs):
        flow.add_arc_with_capacity_and_unit_cost(sources + job, end, 1, 0)
    flow.set_node_supply(start, jobs)
    flow.set_node_supply(end, -jobs)
    if flow.solve() != flow.OPTIMAL:
        return None
    return float(flow.optimal_cost()) / EXACT / jobs


def _summary(minutes: list[float]) -> str:
    ordered = sorted(minutes)
    last = ordered[int(len(ordered) * 0.9)]
    return f"mean {statistics.mean(ordered):.1f}, median {statistics.median(ordered):.1f}, ninth decile {last:.1f} min"
