"""Vehicles of the force: written down, changed, taken off the road."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import Vehicle
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked

MOST_EQUIPMENT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleFacts:
    """What is written down of a vehicle."""

    registration: str
    kind: str
    name: str = ""
    base: str = ""
    area: str = ""
    equipment: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@command(needs=CanDispatch.RESOURCE)
def record_vehicle(*, actor: Actor, facts: VehicleFacts) -> Vehicle:
    """A vehicle, with what is in it and what it brings to a unit."""
    if not actor.covers(facts.area):
        raise RuleBroken("That area is not one of yours; choose from the list.", "area")
    plate = rules.check_registration(facts.registration)
    rules.check_vehicle(kind=facts.kind, skills=facts.skills, on=uk_day(now()))
    if Vehicle.objects.filter(registration=plate).exists():
        raise RuleBroken("That vehicle is written down already.", "registration")
    vehicle = Vehicle(
        registration=plate,
        kind=facts.kind,
        name=facts.name.strip()[:60],
        base=facts.base.strip()[:80],
        area=facts.area[:10],
        equipment=[each.strip()[:60] for each in facts.equipment if each.strip()][:MOST_EQUIPMENT],
        skills=sorted(set(facts.skills)),
    )
    vehicle.save()
    return vehicle


@command(needs=CanDispatch.RESOURCE)
def take_off_road(
    *,
    actor: Actor,  # noqa: ARG001
    vehicle_id: UUID,
    why: str,
    until: datetime | None = None,
    seen_version: int | None = None,
) -> Vehicle:
    """It is given to no unit until it is back; a unit that has it keeps it until its crew says otherwise."""
    vehicle = locked(Vehicle, vehicle_id, seen_version)
    if not why.strip():
        raise RuleBroken("Say why the vehicle is off the road.", "why")
    if until is not None and until <= now():
        raise RuleBroken("By when it is back lies ahead; give a later time, or none.", "until")
    vehicle.off_road_at, vehicle.off_road_why, vehicle.off_road_until = now(), why.strip()[:200], until
    vehicle.save(update_fields=["off_road_at", "off_road_why", "off_road_until"])
    return vehicle


@command(needs=CanDispatch.RESOURCE)
def put_on_road(*, actor: Actor, vehicle_id: UUID, seen_version: int | None = None) -> Vehicle:  # noqa: ARG001
    vehicle = locked(Vehicle, vehicle_id, seen_version)
    if vehicle.off_road_at is None:
        raise RuleBroken("That vehicle is on the road already.")
    vehicle.off_road_at, vehicle.off_road_why, vehicle.off_road_until = None, "", None
    vehicle.save(update_fields=["off_road_at", "off_road_why", "off_road_until"])
    return vehicle
