"""Booking units on, sending them, and what they say of themselves."""

from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.events import UnitAssigned, UnitChanged
from lineside.dispatch.models import Deployment, Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import commands as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked

ATTACHED = "unit_attached"
OWN = ("version", "unit", "incident", "assigned_at", "mobile_at", "at_scene_at", "cleared_at")
# What a unit says of itself goes into the log for whoever may record its state, as law 3 of the stairs asks.
WRITES = frozenset({CanIncident.ATTEND.value, CanIncident.HOLD.value})


@command(needs=CanDispatch.BOOK)
def book_on_unit(
    *,
    actor: Actor,  # noqa: ARG001
    call_sign: str,
    area: str,
    post: str = "",
    crew: str = "",
    duty_until: datetime | None = None,
) -> Unit:
    """Book a unit on for a duty; a call sign is used again day by day."""
    sign = rules.check_call_sign(call_sign)
    unit = Unit.objects.select_for_update().filter(call_sign=sign).first() or Unit(call_sign=sign)
    if not unit._state.adding and unit.is_on_duty:  # noqa: SLF001 - Django's own mark of a new row
        raise RuleBroken(f"{sign} is booked on already.", "call_sign")
    unit.area, unit.post, unit.crew, unit.duty_until = area, post, crew[:200], duty_until
    unit.state, unit.state_at, unit.is_on_duty = 1, now(), True
    unit.save()
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.BOOK)
def book_off_unit(*, actor: Actor, unit_id: UUID) -> Unit:
    unit = _unit(actor, unit_id)
    if _open_deployment(unit):
        raise RuleBroken(f"{unit} is assigned; clear it first.")
    unit.is_on_duty, unit.state, unit.state_at = False, rules.OFF_DUTY, now()
    unit.save(update_fields=["is_on_duty", "state", "state_at"])
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.ASSIGN)
def assign_unit(*, actor: Actor, unit_id: UUID, incident_id: UUID) -> Deployment:
    """Send the unit. Two desks that send it in the same instant wait for its row: the second is told where it is."""
    unit = _unit(actor, unit_id)
    open_one = _open_deployment(unit)
    if open_one and open_one.incident_id == incident_id:
        return open_one
    has = rules.state(unit.state, uk_day(now()))
    rules.check_sending(call_sign=str(unit), has=has, deployed_to=_where(actor, open_one))
    at = now()
    deployment = Deployment(unit=unit, incident_id=incident_id, assigned_at=at)
    deployment.save()
    _tell(actor, deployment, "assigned", at, f"{unit} assigned.")
    incidents.hold_closing(
        actor=_writer(actor),
        incident_id=incident_id,
        kind=_hold(unit),
        why=f"{unit} is attached",
        released_how=f"the unit or control, by clearing it: /st {unit} 2",
    )
    announce(UnitAssigned(unit_id=unit.id, incident_id=incident_id))
    return deployment


@command(needs=CanDispatch.STATE)
def record_state(*, actor: Actor, unit_id: UUID, state: int, at: datetime | None = None) -> Unit:
    """What the unit says of itself: 5 is mobile, 6 at scene, 1 to 3 clears it. Unknown numbers are kept."""
    moment = at or now()
    rules.check_state(state, moment, now())
    unit = _unit(actor, unit_id)
    is_late = moment < unit.state_at
    meaning = rules.state(state, uk_day(moment))
    deployment = _open_deployment(unit)
    if deployment and state == rules.OFF_DUTY and not is_late:
        raise RuleBroken(f"{unit} is assigned; clear it before it goes off duty.", "state")
    if not meaning.is_message and not is_late:
        unit.state, unit.state_at = state, moment
        unit.is_on_duty = state != rules.OFF_DUTY
        unit.save(update_fields=["state", "state_at", "is_on_duty"])
    if deployment:
        # What was said before it was sent is of the log and of the unit, and moves nothing here.
        _carry(actor, unit, deployment, meaning, moment, is_late=is_late or moment < deployment.assigned_at)
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.STATE)
def clear_unit(*, actor: Actor, unit_id: UUID) -> Unit:
    """Take the unit off its incident; it is on patrol again."""
    unit = _unit(actor, unit_id)
    deployment = _open_deployment(unit)
    if deployment is None:
        raise RuleBroken(f"{unit} is not assigned to anything.")
    unit.state, unit.state_at = 2, now()
    unit.save(update_fields=["state", "state_at"])
    _clear(actor, unit, deployment, now())
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.POSITION)
def record_position(*, actor: Actor, unit_id: UUID, lat: float, lon: float, at: datetime | None = None) -> Unit:
    """The unit's newest position; one that arrives late does not replace a newer one."""
    moment = at or now()
    rules.check_position(lat, lon, moment, now())
    unit = _unit(actor, unit_id)
    if unit.position_at is None or moment >= unit.position_at:
        unit.lat, unit.lon, unit.position_at = lat, lon, moment
        unit.save(update_fields=["lat", "lon", "position_at"])
        announce(UnitChanged(unit_id=unit.id))
    return unit


def _unit(actor: Actor, unit_id: UUID) -> Unit:
    """The unit with its lock; one of another area is not there for an actor who is held to areas."""
    return locked(Unit, unit_id, sees=lambda unit: rules.is_within(unit.area, actor.areas))


def _carry(
    actor: Actor, unit: Unit, deployment: Deployment, meaning: rules.State, at: datetime, *, is_late: bool
) -> None:
    if meaning.frees and not is_late:
        _clear(actor, unit, deployment, at)
        return
    stage = meaning.stage if at >= deployment.assigned_at else ""
    if stage == "mobile" and deployment.mobile_at is None:
        deployment.mobile_at = at
    if stage == "on_scene" and deployment.at_scene_at is None:
        deployment.at_scene_at = at
    deployment.save(update_fields=["mobile_at", "at_scene_at"])
    _tell(actor, deployment, stage or "state", at, f"{unit}: {meaning.number} {meaning.label}.")


def _clear(actor: Actor, unit: Unit, deployment: Deployment, at: datetime) -> None:
    deployment.cleared_at = at
    deployment.save(update_fields=["cleared_at"])
    _tell(actor, deployment, "cleared", at, f"{unit} clear.")
    incidents.release_hold(
        actor=_writer(actor), incident_id=deployment.incident_id, kind=_hold(unit), reason=f"{unit} clear"
    )


def _tell(actor: Actor, deployment: Deployment, stage: str, at: datetime, text: str) -> None:
    incidents.note_attendance(actor=_writer(actor), incident_id=deployment.incident_id, stage=stage, at=at, text=text)


def _writer(actor: Actor) -> Actor:
    """The same person, with the right to have a unit's doings written into the log."""
    return Actor(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        permissions=actor.permissions | WRITES,
        areas=actor.areas,
        workstation=actor.workstation,
    )


def _where(actor: Actor, deployment: Deployment | None) -> str:
    if deployment is None:
        return ""
    incident = deployment.incident
    is_told = not incident.is_restricted or actor.may(CanIncident.VIEW_RESTRICTED)
    return str(incident) if is_told else "a restricted incident"


def _hold(unit: Unit) -> str:
    return f"{ATTACHED}:{unit.call_sign}"


def _open_deployment(unit: Unit) -> Deployment | None:
    # Of the incident, whose row is wide, only its reference is told to whoever sends the unit a second time.
    found = Deployment.objects.select_related("incident").only(*OWN, "incident__reference")
    return found.filter(unit=unit, cleared_at=None).first()
