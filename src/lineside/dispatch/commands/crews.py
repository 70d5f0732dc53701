"""Units: booked on and off, and what they are made of while they are on duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.commands.working import open_deployment, unit_of
from lineside.dispatch.events import UnitChanged
from lineside.dispatch.models import CrewMember, Unit, UnitRadio, Vehicle
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken, Stale
from lineside.kernel.events import announce
from lineside.people import queries as people

MOST_CREW = 30  # a serial of public order officers has 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Outfit:
    """What a unit is made of at the start of its duty; `members` are staff records, the driver among them."""

    kind: str = "patrol"
    base: str = ""
    talkgroup: str = ""
    device: str = ""
    vehicle_id: UUID | None = None
    members: tuple[UUID, ...] = ()
    driver_id: UUID | None = None
    radios: tuple[int, ...] = ()
    is_covert: bool = False


@command(needs=CanDispatch.BOOK)
def book_on_unit(
    *,
    actor: Actor,
    call_sign: str,
    area: str,
    post: str = "",
    crew: str = "",
    duty_until: datetime | None = None,
    outfit: Outfit | None = None,
) -> Unit:
    """Book a unit on for a duty; a call sign is used again day by day, and by one unit at a time."""
    at, has = now(), outfit or Outfit()
    sign = rules.check_call_sign(call_sign, area, uk_day(at))
    rules.check_duty(duty_until, at)
    unit = Unit.objects.select_for_update().filter(call_sign=sign).first() or Unit(call_sign=sign)
    if not unit._state.adding and unit.is_on_duty:  # noqa: SLF001 - Django's own mark of a new row
        raise RuleBroken(f"{sign} is booked on already.", "call_sign")
    unit.area, unit.post, unit.crew = area, post[:80], crew[:200]
    unit.duty_from, unit.duty_until = at, duty_until
    unit.state, unit.state_at, unit.is_on_duty = 1, at, True
    _begin_anew(unit)
    _fit_out(unit, has)
    unit.save()
    if has.members:
        _man(actor, unit, has.members, has.driver_id, at)
        unit.save(update_fields=["crew"])
    for issi in has.radios:
        _carry_radio(unit, issi, None, at)
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.BOOK)
def book_off_unit(*, actor: Actor, unit_id: UUID, seen_crew: int | None = None) -> Unit:
    """Its duty is over, and nobody is in it any more; `seen_crew` is the mark of the crew that was seen in it."""
    unit = unit_of(actor, unit_id)
    _check_crew(unit, seen_crew)
    if open_deployment(unit):
        raise RuleBroken(f"{unit} is assigned; clear it first.")
    unit.is_on_duty, unit.state, unit.state_at = False, rules.OFF_DUTY, now()
    unit.save(update_fields=["is_on_duty", "state", "state_at"])
    end_duty(unit, now())
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.BOOK)
def change_crew(
    *,
    actor: Actor,
    unit_id: UUID,
    members: Sequence[UUID],
    driver_id: UUID | None = None,
    seen_version: int | None = None,
    seen_crew: int | None = None,
) -> Unit:
    """Who is in the unit from now on; who was until now stays on record with the time at which they left.

    A desk says which crew it saw by its mark: the version of a unit grows with each position that it sends.
    """
    unit = on_duty(unit_of(actor, unit_id, seen_version))
    _check_crew(unit, seen_crew)
    _man(actor, unit, members, driver_id, now())
    unit.save(update_fields=["crew"])
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.BOOK)
def fit_out_unit(
    *,
    actor: Actor,
    unit_id: UUID,
    outfit: Outfit,
    duty_until: datetime | None = None,
    seen_version: int | None = None,
) -> Unit:
    """What a unit on duty has and is, as a whole; its crew has a command of its own."""
    at = now()
    unit = on_duty(unit_of(actor, unit_id, seen_version))
    rules.check_duty(duty_until, at)
    if unit.is_covert != outfit.is_covert and open_deployment(unit):
        raise RuleBroken(f"{unit} is assigned; whether it is covert changes when it is clear.", "is_covert")
    _fit_out(unit, outfit)
    unit.duty_until = duty_until
    unit.save()
    carried = UnitRadio.objects.filter(unit=unit, carried_until=None)
    for radio in carried.exclude(issi__in=outfit.radios):
        radio.carried_until = at
        radio.save(update_fields=["carried_until"])
    for issi in sorted(set(outfit.radios) - set(carried.values_list("issi", flat=True))):
        _carry_radio(unit, issi, None, at)
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.BOOK)
def ring_fence_unit(
    *,
    actor: Actor,
    unit_id: UUID,
    for_what: str,
    why: str,
    until: datetime | None,
    seen_version: int | None = None,
    seen_fence: int | None = None,
) -> Unit:
    """Keep a unit for an event until a time; it is not offered for anything else until then."""
    unit = on_duty(unit_of(actor, unit_id, seen_version))
    _check_fence(unit, seen_fence)
    rules.check_ring_fence(for_what=for_what, why=why, until=until, at=now())
    unit.ring_fenced_for, unit.ring_fence_why = for_what.strip()[:120], why.strip()[:200]
    unit.ring_fenced_until = until
    unit.save(update_fields=["ring_fenced_for", "ring_fence_why", "ring_fenced_until"])
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.BOOK)
def release_unit(*, actor: Actor, unit_id: UUID, seen_fence: int | None = None) -> Unit:
    """The unit is kept for nothing any more."""
    unit = unit_of(actor, unit_id)
    if not unit.ring_fenced_for:
        raise RuleBroken(f"{unit} is kept for nothing.")
    _check_fence(unit, seen_fence)
    unit.ring_fenced_for, unit.ring_fence_why, unit.ring_fenced_until = "", "", None
    unit.save(update_fields=["ring_fenced_for", "ring_fence_why", "ring_fenced_until"])
    announce(UnitChanged(unit_id=unit.id))
    return unit


def _check_crew(unit: Unit, seen: int | None) -> None:
    here = CrewMember.objects.filter(unit=unit, left_at=None).values_list("staff_id", "is_driver")
    if seen is not None and seen != rules.crew_mark(unit.duty_from, here):
        raise Stale(f"Who is in {unit} has changed since you looked; look at its crew and send yours again.")


def _check_fence(unit: Unit, seen: int | None) -> None:
    """What another keeps it for is not written over, or let go, by who has not read it."""
    if seen is not None and seen != rules.fence_mark(unit.ring_fenced_for, unit.ring_fence_why, unit.ring_fenced_until):
        raise Stale(f"What {unit} is kept for has changed since you looked; look at it and send yours again.")


def on_duty(unit: Unit) -> Unit:
    if not unit.is_on_duty:
        raise RuleBroken(f"{unit} is not on duty; book it on first.")
    return unit


def end_duty(unit: Unit, at: datetime) -> None:
    """Nobody is in a unit that is off duty, and it carries no radio."""
    for member in CrewMember.objects.filter(unit=unit, left_at=None):
        member.left_at = at
        member.save(update_fields=["left_at"])
    for radio in UnitRadio.objects.filter(unit=unit, carried_until=None):
        radio.carried_until = at
        radio.save(update_fields=["carried_until"])


def _begin_anew(unit: Unit) -> None:
    """Nothing of the duty before is believed of this one: the same call sign, other people at another place."""
    unit.lat = unit.lon = unit.position_at = None
    unit.position_source = unit.place_text = ""
    unit.fixes = []
    unit.ring_fenced_for, unit.ring_fence_why, unit.ring_fenced_until = "", "", None
    unit.confidential_at = None


def _fit_out(unit: Unit, outfit: Outfit) -> None:
    unit.kind = rules.check_kind(outfit.kind, uk_day(now()))
    unit.base, unit.talkgroup = outfit.base.strip()[:80], outfit.talkgroup.strip()[:40]
    unit.device, unit.is_covert = outfit.device.strip()[:40], outfit.is_covert
    unit.vehicle = _free_vehicle(unit, outfit.vehicle_id) if outfit.vehicle_id else None


def _free_vehicle(unit: Unit, vehicle_id: UUID) -> Vehicle:
    vehicle = Vehicle.objects.select_for_update().filter(id=vehicle_id).first()
    if vehicle is None:
        raise NotFound("There is no such vehicle.")
    if vehicle.off_road_at:
        raise RuleBroken(f"{vehicle} is off the road: {vehicle.off_road_why}", "vehicle")
    other = Unit.objects.filter(vehicle=vehicle, is_on_duty=True).exclude(id=unit.id).first()
    if other:
        raise RuleBroken(f"{other} has {vehicle}; take it off there first.", "vehicle")
    return vehicle


def _man(actor: Actor, unit: Unit, members: Sequence[UUID], driver_id: UUID | None, at: datetime) -> None:
    """Who is new joins, who is no longer named leaves, and whoever takes the wheel begins a time of their own."""
    wanted = dict.fromkeys(members)
    if len(wanted) > MOST_CREW:
        raise RuleBroken(f"A unit has at most {MOST_CREW} people.", "members")
    if driver_id is not None and driver_id not in wanted:
        raise RuleBroken("Who drives is one of the crew.", "driver")
    known = people.at_work(wanted)
    if len(known) < len(wanted):
        raise NotFound("There is no such staff record.")
    here = {each.staff_id: each for each in CrewMember.objects.filter(unit=unit, left_at=None)}
    for staff_id, member in here.items():
        if staff_id not in wanted or member.is_driver != (staff_id == driver_id):
            member.left_at = at
            member.save(update_fields=["left_at"])
    stays = {key for key, member in here.items() if member.left_at is None}
    joining = [key for key in wanted if key not in stays]
    _check_nowhere_else(joining, known)
    for key in joining:
        joined = CrewMember(unit=unit, staff_id=key, is_driver=key == driver_id, joined_at=at, written_by=actor.name)
        joined.save()
    unit.crew = ", ".join(known[key].name for key in wanted)[:200]


def _check_nowhere_else(joining: Sequence[UUID], known: dict[UUID, people.StaffRow]) -> None:
    elsewhere = CrewMember.objects.select_related("unit").filter(staff_id__in=joining, left_at=None).first()
    if elsewhere:
        name = known[elsewhere.staff_id].name
        raise RuleBroken(f"{name} is in the crew of {elsewhere.unit}; take them out there first.", "members")


def _carry_radio(unit: Unit, issi: int, staff_id: UUID | None, at: datetime) -> None:
    rules.check_issi(issi)
    other = UnitRadio.objects.select_related("unit").filter(issi=issi, carried_until=None).first()
    if other:
        raise RuleBroken(f"Radio {issi} is with {other.unit}; take it off there first.", "radios")
    radio = UnitRadio(unit=unit, issi=issi, staff_id=staff_id, carried_from=at)
    radio.save()
