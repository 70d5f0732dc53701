"""What a board shows of a unit, put together from its crew, vehicle, radios, deployment and messages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import CrewMember, Deployment, Unit, UnitHold, UnitMessage, UnitRadio, Vehicle
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.people import queries as people
from lineside.pole import queries as pole

WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewRow:
    """Somebody in a crew now."""

    staff_id: UUID
    name: str
    collar_number: str
    is_driver: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RingFence:
    """What a unit is kept for, until when, and why."""

    for_what: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit as a board shows it, for one who may see so much of it.

    `skills` are those in force today, of crew and vehicle; `lapsed` are named and not counted. Whoever may not see a
    covert unit is told neither where nor on what it is (`is_hidden`).
    """

    id: UUID
    call_sign: str
    spoken: str
    version: int
    kind: str
    kind_label: str
    crew: str
    people: tuple[CrewRow, ...]
    crew_mark: int  # of the crew as it is here, and of what it is kept for: whoever changes them says which they saw
    fence_mark: int
    officers: int
    vehicle: str
    vehicle_kind: str
    equipment: tuple[str, ...]
    radios: tuple[int, ...]
    device: str
    skills: tuple[str, ...]
    lapsed: tuple[rules.Lapsed, ...]
    area: str
    post: str
    base: str
    talkgroup: str
    duty_from: datetime | None
    duty_until: datetime | None
    ring_fence: RingFence | None
    state: int
    state_label: str
    state_at: datetime
    lat: float | None
    lon: float | None
    position_at: datetime | None
    position_source: str
    place_text: str
    incident_id: UUID | None
    incident_reference: str
    is_on_restricted: bool
    is_free: bool
    is_on_duty: bool
    is_covert: bool
    is_hidden: bool
    has_confidential: bool
    clocks: tuple[rules.Clock, ...]
    held_by: str  # who is about to send it, for some seconds
    held_by_id: UUID | None
    held_until: datetime | None

    def position_age(self, at: datetime | None = None) -> rules.Age | None:
        """How far its position is to be believed at that moment; none without a position."""
        moment = at or now()
        return rules.age_of(self.position_at, moment, uk_day(moment)) if self.position_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What belongs to many units, read in one statement a table."""

    at: datetime
    on: date
    crew: dict[UUID, tuple[CrewRow, ...]]
    held: dict[UUID, tuple[people.Held, ...]]
    radios: dict[UUID, tuple[int, ...]]
    deployed: dict[UUID, Deployment]
    unaccepted: dict[UUID, datetime]


def rows_of(units: Sequence[Unit], actor: Actor | None) -> list[UnitRow]:
    """The rows of these units, in five statements however many they are; for nobody in particular, the least."""
    if not units:
        return []
    facts = _facts([unit.id for unit in units])
    return [_row(unit, facts, actor) for unit in units]


def _facts(keys: Iterable[UUID]) -> _Facts:
    among, at = list(keys), now()
    crew: dict[UUID, tuple[CrewRow, ...]] = defaultdict(tuple)
    members = CrewMember.objects.select_related("staff").filter(unit_id__in=among, left_at=None)
    for each in members.order_by("-is_driver", "joined_at", "id"):
        crew[each.unit_id] += (_member(each),)
    radios: dict[UUID, tuple[int, ...]] = defaultdict(tuple)
    carried = UnitRadio.objects.filter(unit_id__in=among, carried_until=None).order_by("issi")
    for unit_id, issi in carried.values_list("unit_id", "issi"):
        radios[unit_id] += (issi,)
    open_ones = Deployment.objects.select_related("incident").filter(unit_id__in=among, cleared_at=None)
    deployed = {each.unit_id: each for each in open_ones}
    told = UnitMessage.objects.filter(unit_id__in=list(deployed), accepted_at=None, sent_at__gt=at - rules.LONGEST_DUTY)
    sent = told.order_by("-sent_at").values_list("unit_id", "incident_id", "sent_at")
    return _Facts(
        at=at,
        on=uk_day(at),
        crew=crew,
        held=people.held_by({member.staff_id for row in crew.values() for member in row}),
        radios=radios,
        deployed=deployed,
        # The oldest of each comes last and stays; what concerned an earlier job waits for nobody any more.
        unaccepted={unit: at for unit, incident, at in sent if deployed[unit].incident_id == incident},
    )


def _member(each: CrewMember) -> CrewRow:
    return CrewRow(
        staff_id=each.staff_id,
        name=each.staff.name,
        collar_number=each.staff.collar_number,
        is_driver=each.is_driver,
        joined_at=each.joined_at,
    )


AS_IT_STANDS = (
    "id",
    "call_sign",
    "version",
    "kind",
    "crew",
    "device",
    "area",
    "post",
    "base",
    "talkgroup",
    "duty_from",
    "duty_until",
    "state",
    "state_at",
    "is_on_duty",
    "is_covert",
)


def _row(unit: Unit, facts: _Facts, actor: Actor | None) -> UnitRow:
    meaning = rules.state(unit.state, facts.on)
    deployment = facts.deployed.get(unit.id)
    is_hidden = unit.is_covert and not _may_know(actor)
    is_on_restricted = deployment is not None and deployment.incident.is_restricted
    is_told = not is_hidden and (not is_on_restricted or (actor is not None and actor.may(CanIncident.VIEW_RESTRICTED)))
    crew, vehicle = facts.crew.get(unit.id, ()), unit.vehicle
    brought = rules.vehicle_skills(vehicle.kind, vehicle.skills, facts.on) if vehicle else ()
    skills = rules.skills_of((held for each in crew for held in facts.held.get(each.staff_id, ())), brought, facts.on)
    officers = rules.crew_size(unit.kind, len(crew), facts.on)
    return UnitRow(
        **{name: getattr(unit, name) for name in AS_IT_STANDS},
        spoken=rules.spoken(unit.call_sign, facts.on),
        kind_label=rules.kind_label(unit.kind, facts.on),
        people=crew,
        crew_mark=rules.crew_mark(unit.duty_from, [(each.staff_id, each.is_driver) for each in crew]),
        fence_mark=rules.fence_mark(unit.ring_fenced_for, unit.ring_fence_why, unit.ring_fenced_until),
        officers=officers,
        **_vehicle_facts(vehicle),
        radios=facts.radios.get(unit.id, ()),
        skills=skills.in_force,
        lapsed=skills.lapsed,
        ring_fence=_ring_fence(unit, facts.at),
        state_label=meaning.label,
        **_position_facts(unit, is_hidden=is_hidden),
        incident_id=deployment.incident_id if deployment and is_told else None,
        incident_reference=deployment.incident.reference if deployment and is_told else "",
        is_on_restricted=is_on_restricted and not is_hidden,
        is_free=deployment is None and bool(meaning.dispatchable_for),
        is_hidden=is_hidden,
        has_confidential=unit.confidential_at is not None and _may_know(actor),
        clocks=() if is_hidden else _clocks(unit, deployment, officers, facts),
        **_hold_facts(unit, facts.at),
    )


def _vehicle_facts(vehicle: Vehicle | None) -> dict[str, Any]:
    if vehicle is None:
        return {"vehicle": "", "vehicle_kind": "", "equipment": ()}
    return {"vehicle": str(vehicle), "vehicle_kind": vehicle.kind, "equipment": tuple(vehicle.equipment)}


def _position_facts(unit: Unit, *, is_hidden: bool) -> dict[str, Any]:
    told = {name: None if is_hidden else getattr(unit, name) for name in ("lat", "lon", "position_at")}
    return {**told, "position_source": unit.position_source, "place_text": "" if is_hidden else unit.place_text}


def _hold_facts(unit: Unit, at: datetime) -> dict[str, Any]:
    """Who is about to send it; nobody once the hold is over. Read with the unit."""
    hold: UnitHold | None = getattr(unit, "hold", None)
    if hold is None or hold.until <= at:
        return {"held_by": "", "held_by_id": None, "held_until": None}
    return {"held_by": hold.by_name, "held_by_id": hold.by_id, "held_until": hold.until}


def _may_know(actor: Actor | None) -> bool:
    return actor is not None and actor.may(CanDispatch.VIEW_COVERT)


def _ring_fence(unit: Unit, at: datetime) -> RingFence | None:
    if not unit.ring_fenced_for or unit.ring_fenced_until is None or unit.ring_fenced_until <= at:
        return None
    return RingFence(for_what=unit.ring_fenced_for, until=unit.ring_fenced_until, why=unit.ring_fence_why)


def _clocks(unit: Unit, deployment: Deployment | None, officers: int, facts: _Facts) -> tuple[rules.Clock, ...]:
    found: list[rules.Clock | None] = []
    if deployment and deployment.at_scene_at:
        incident = deployment.incident
        # Whether a warning stands is asked only where it makes a difference.
        is_warned = officers == 1 and WARNING in pole.kinds_standing_on(incident.informant_number)
        found.append(
            rules.scene_clock(
                heard_at=deployment.heard_at or deployment.at_scene_at,
                grade=incident.grade,
                officers=officers,
                is_warned=is_warned,
                on=facts.on,
            )
        )
    if sent_at := facts.unaccepted.get(unit.id):
        found.append(rules.message_clock(sent_at, facts.on))
    return tuple(sorted((each for each in found if each), key=lambda each: each.by))
