"""Units on duty as the recommendation weighs them: of the hundreds that there are, only what is weighed is read."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import CrewMember, Deployment
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.units import seen_by
from lineside.dispatch.rules.candidates import Candidate, Scene, trust_of
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.actors import Actor
from lineside.kernel.clock import uk_day
from lineside.people import queries as people

Holds = dict[UUID, tuple[str, datetime | None]]


class _Unit(NamedTuple):
    """What is read of a unit, of its vehicle and of who is about to send it, in the order of COLUMNS."""

    id: UUID
    call_sign: str
    kind: str
    state: int
    area: str
    post: str
    lat: float | None
    lon: float | None
    position_at: datetime | None
    duty_until: datetime | None
    ring_fenced_for: str
    ring_fenced_until: datetime | None
    registration: str | None
    vehicle_kind: str | None
    vehicle_skills: list[str] | None
    held_by_id: UUID | None
    held_by: str | None
    held_until: datetime | None


OF_OTHERS = {
    "registration": "vehicle__registration",
    "vehicle_kind": "vehicle__kind",
    "vehicle_skills": "vehicle__skills",
    "held_by_id": "hold__by_id",
    "held_by": "hold__by_name",
    "held_until": "hold__until",
}
COLUMNS = tuple(OF_OTHERS.get(name, name) for name in _Unit._fields)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What belongs to many units, read in one statement a table."""

    on: date
    crew: dict[UUID, list[UUID]]
    signed_off: dict[UUID, tuple[people.Held, ...]]
    deployed: dict[UUID, UUID]


def candidates_for(actor: Actor, scene: Scene, incident_id: UUID) -> tuple[list[Candidate], Holds]:
    """Every unit on duty that this actor may know and that is not at the incident; and what others hold, until when."""
    found = seen_by(actor, "").select_related(None).order_by("call_sign")
    if not actor.may(CanDispatch.VIEW_COVERT):
        found = found.filter(is_covert=False)
    facts = _facts(uk_day(scene.at))
    units = [_Unit(*row) for row in found.values_list(*COLUMNS)]
    units = [unit for unit in units if facts.deployed.get(unit.id) != incident_id]
    held: Holds = {
        unit.id: (unit.held_by or "", unit.held_until)
        for unit in units
        if unit.held_until and unit.held_until > scene.at and unit.held_by_id != actor.id
    }
    return [_candidate(unit, scene, facts) for unit in units], held


def _facts(on: date) -> _Facts:
    crew: dict[UUID, list[UUID]] = defaultdict(list)
    members = CrewMember.objects.filter(unit__is_on_duty=True, left_at=None)
    for unit_id, staff_id in members.values_list("unit_id", "staff_id"):
        crew[unit_id].append(staff_id)
    open_ones = Deployment.objects.filter(unit__is_on_duty=True, cleared_at=None)
    return _Facts(
        on=on,
        crew=crew,
        signed_off=people.held_by({each for row in crew.values() for each in row}),
        deployed=dict(open_ones.values_list("unit_id", "incident_id")),
    )


def _candidate(unit: _Unit, scene: Scene, facts: _Facts) -> Candidate:
    """The unit as the rules weigh it; one that has sent no position is reckoned from its post."""
    state, crew = rules.state(unit.state, facts.on), facts.crew.get(unit.id, ())
    brought = rules.vehicle_skills(unit.vehicle_kind, unit.vehicle_skills or (), facts.on) if unit.vehicle_kind else ()
    signed_off = (held for each in crew for held in facts.signed_off.get(each, ()))
    return Candidate(
        id=unit.id,
        call_sign=unit.call_sign,
        state=unit.state,
        state_label=state.label,
        dispatchable_for=state.dispatchable_for,
        officers=rules.crew_size(unit.kind, len(crew), facts.on),
        skills=frozenset(rules.skills_of(signed_off, brought, facts.on).in_force),
        vehicle=unit.registration or None,
        area=unit.area,
        post=unit.post,
        **_position(unit, scene, facts.on),
        duty_until=unit.duty_until,
        ring_fenced=unit.ring_fenced_for if unit.ring_fenced_until and unit.ring_fenced_until > scene.at else "",
        deployed=bool(state.dispatchable_for) and unit.id in facts.deployed,
        knows_site=bool(unit.post) and unit.post == scene.post,
    )


def _position(unit: _Unit, scene: Scene, on: date) -> dict[str, Any]:
    if unit.lat is None or unit.lon is None or unit.position_at is None:
        lat, lon = _places().get(unit.post.strip().lower(), (None, None))
        trust = trust_of(None, scene.at, has_post=lat is not None, on=on)
        return {"lat": lat, "lon": lon, "position_age_s": None, "trust": trust}
    age_s = (scene.at - unit.position_at).total_seconds()
    trust = trust_of(unit.position_at, scene.at, has_post=True, on=on)
    return {"lat": unit.lat, "lon": unit.lon, "position_age_s": age_s, "trust": trust}


@cache
def _places() -> dict[str, tuple[float | None, float | None]]:
    """Where posts and stations are, by their names."""
    named: dict[str, tuple[float | None, float | None]] = {
        place.name.lower(): (place.lat, place.lon) for place in gazetteer.stations()
    }
    return named | {post.name.lower(): (post.lat, post.lon) for post in gazetteer.posts()}
