"""Who to send: units on duty as candidates, their ways there, and the advice of the rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.candidates import candidates_for
from lineside.dispatch.queries.forecasts import Pair, forecasts
from lineside.dispatch.queries.network import WITHOUT, has_tracks, network
from lineside.dispatch.queries.roads import Roads, minutes_by_road
from lineside.dispatch.rules.candidates import ROAD, Candidate, Need, Scene, Way, check_tasks, need_of
from lineside.dispatch.rules.candidates import tasks as tasks_of
from lineside.dispatch.rules.recommending import LeftOut, Proposal, advise
from lineside.dispatch.rules.travel import by_road, crow_km, on_foot
from lineside.gazetteer import queries as gazetteer
from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import permit
from lineside.pole import queries as pole
from lineside.pole.permissions import CanPole

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

LEAST_TRAIN, MOST_TRAIN, STEP = 45, 150, 15  # minutes by train worth looking for
AS_SOON = 20  # of how many units the time by road says what a train must beat
NO_PLACE = "The place has no position, so nobody can be reckoned: put the incident at a place first, as /l kgx p9."


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One of the five: unit or units, when the last is there, reasons, and who else is about to send one of them."""

    rank: int
    unit_ids: tuple[UUID, ...]
    call_signs: tuple[str, ...]
    minutes: int
    score: float
    mode: str
    reasons: tuple[str, ...]
    held_by: str = ""
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The five for one incident as it stands at a moment; `notes` say what could not be reckoned."""

    incident_id: UUID
    at: datetime
    needs: tuple[str, ...] = ()
    best: tuple[Chosen, ...] = ()
    nearest: str = ""
    mutual_aid: str = ""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()


def recommend(
    actor: Actor,
    incident_id: UUID,
    *,
    tasks: Sequence[str] = (),
    markers: Sequence[str] | None = None,
) -> Recommendation:
    """Who to send to the incident. Markers are looked up, which is on record, unless they are given."""
    permit(actor, CanDispatch.VIEW)
    incident = incidents.incident(actor, incident_id)
    at = now()
    marks = tuple(markers) if markers is not None else _markers(actor, incident)
    need = need_of(incident.grade or "P", incident.opening_code, marks, check_tasks(tasks), uk_day(at))
    if incident.lat is None or incident.lon is None:
        return Recommendation(incident_id=incident_id, at=at, needs=need.whys, notes=(NO_PLACE,), markers=marks)
    scene = _scene(incident, incident.lat, incident.lon, at)
    return _advised(actor, incident, scene, need, marks)


def tasks() -> tuple[tuple[str, str], ...]:
    """What may be asked for beside the type of the incident: code and why."""
    return tasks_of(uk_day(now()))


def _advised(actor: Actor, incident: "Incident", scene: Scene, need: Need, marks: tuple[str, ...]) -> Recommendation:
    on = uk_day(scene.at)
    candidates, held = candidates_for(actor, scene, incident.id)
    need, notes = _without_unrecorded(need, candidates)
    roads = _roads(candidates, scene)
    travel = _travel(candidates, scene, need, roads, on)
    advice = advise(candidates, scene, need, travel, on)
    if running := forecasts(advice.best, scene.at):
        advice = advise(candidates, scene, need, lambda unit: _by_forecast(travel(unit), running), on)
    notes += [roads.said] if roads.said else []
    notes += [] if has_tracks() else [WITHOUT]
    return Recommendation(
        incident_id=incident.id,
        at=scene.at,
        needs=need.whys,
        best=tuple(_chosen(rank, each, held) for rank, each in enumerate(advice.best, 1)),
        nearest=advice.nearest,
        mutual_aid=advice.mutual_aid,
        left_out=advice.left_out,
        notes=tuple(notes),
        markers=marks,
    )


def _markers(actor: Actor, incident: "Incident") -> tuple[str, ...]:
    """Codes that stand on the informant's number; none are looked up for who may not."""
    if not incident.informant_number or not actor.may(CanPole.LOOK_UP):
        return ()
    found = pole.markers_on(actor, [incident.informant_number], f"who to send to {incident.reference}")
    return tuple(dict.fromkeys(row.code for row in found))


def _scene(incident: "Incident", lat: float, lon: float, at: datetime) -> Scene:
    post, area = gazetteer.owner(lat, lon)
    name = str(incident.place.get("name") or incident.place_text)
    hour = at.astimezone(UK).hour
    return Scene(name=name, lat=lat, lon=lon, at=at, hour=hour, area=incident.area or area, post=post)


def _without_unrecorded(need: Need, candidates: Sequence[Candidate]) -> tuple[Need, list[str]]:
    """Where no unit has any skill on record, nothing is known of skills: they are said and not asked for."""
    if not need.skills or any(each.skills for each in candidates):
        return need, []
    asked = ", ".join(sorted(need.skills))
    known = Need(grade=need.grade, officers=need.officers, whys=need.whys)
    return known, [f"Needed: {asked}. No skills of units are on record, so ask the units themselves."]


def _roads(candidates: Sequence[Candidate], scene: Scene) -> Roads:
    there = (scene.lat, scene.lon)
    starts = [(each.lat, each.lon) for each in candidates if each.lat is not None and each.lon is not None]
    return minutes_by_road(starts, there)


def _travel(
    candidates: Sequence[Candidate], scene: Scene, need: Need, roads: Roads, on: date
) -> Callable[[Candidate], Way | None]:
    """The quickest of road, foot and train (control_room.md c.5); by train only as far as it can matter."""
    there, tracks = (scene.lat, scene.lon), network(on)
    km = {
        each.id: crow_km((each.lat, each.lon), there)
        for each in candidates
        if each.lat is not None and each.lon is not None
    }
    road = {each.id: _road(each, km.get(each.id), scene.hour, need, roads, on) for each in candidates}
    soonest = sorted(way.minutes for way in road.values() if way)[:AS_SOON]
    most = min(MOST_TRAIN, max(LEAST_TRAIN, soonest[-1] if soonest else MOST_TRAIN))
    longest = int(-(-most // STEP) * STEP)

    def travel(unit: Candidate) -> Way | None:
        if unit.lat is None or unit.lon is None:
            return None
        start = (unit.lat, unit.lon)
        ways = (road[unit.id], on_foot(km[unit.id], on), tracks.by_train(start, there, scene.hour, longest))
        return min((way for way in ways if way), key=lambda way: way.minutes, default=None)

    return travel


def _by_forecast(way: Way | None, running: Mapping[Pair, Way]) -> Way | None:
    """The way by the train that runs, in place of the estimate, where it leaves once the unit can be there."""
    found = running.get((way.board, way.leave)) if way else None
    return found if way and found and way.walk_to <= found.walk_to else way


def _road(unit: Candidate, km: float | None, hour: int, need: Need, roads: Roads, on: date) -> Way | None:
    if unit.vehicle == "" or unit.lat is None or unit.lon is None or km is None:
        return None
    start = (unit.lat, unit.lon)
    if start in roads.minutes:
        return Way(minutes=roads.minutes[start], mode=ROAD, words="by road", is_estimate=False)
    return by_road(km, hour, need.grade, on)


def _chosen(rank: int, proposal: Proposal, held: Mapping[UUID, tuple[str, datetime | None]]) -> Chosen:
    other, until = next((held[each.unit.id] for each in proposal.able if each.unit.id in held), ("", None))
    return Chosen(
        rank=rank,
        unit_ids=tuple(each.unit.id for each in proposal.able),
        call_signs=proposal.call_signs,
        minutes=max(1, round(proposal.minutes)),
        score=round(proposal.score, 1),
        mode=max(proposal.able, key=lambda each: each.way.minutes).way.mode,
        reasons=proposal.why,
        held_by=other,
        held_until=until,
    )
