"""Sending units, and what they say of themselves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.commands.crews import end_duty
from lineside.dispatch.commands.holds import end_hold
from lineside.dispatch.commands.telling import push
from lineside.dispatch.commands.working import ATTACHED, hear, open_deployment, tell, unit_of, writer
from lineside.dispatch.events import EmergencyStateRecorded, UnitAssigned, UnitChanged
from lineside.dispatch.models import Deployment, Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.units import named
from lineside.incidents import commands as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce


@command(needs=CanDispatch.ASSIGN)
def assign_unit(*, actor: Actor, unit_id: UUID, incident_id: UUID, warnings: Collection[UUID] = ()) -> Deployment:
    """Send the unit, and push it the log with its warnings, each of which whoever sends it has ticked.

    Two desks that send it in the same instant wait for its row: the second is told where it is.
    """
    unit = unit_of(actor, unit_id)
    open_one = open_deployment(unit)
    if open_one and open_one.incident_id == incident_id:
        return open_one
    has = rules.state(unit.state, uk_day(now()))
    rules.check_sending(call_sign=str(unit), has=has, deployed_to=_where(actor, open_one))
    at = now()
    deployment = Deployment(unit=unit, incident_id=incident_id, assigned_at=at)
    deployment.save()
    incident = tell(actor, deployment, "assigned", at, f"{named(unit)} assigned.{end_hold(actor, unit, at)}")
    push(actor, unit, incident, warnings)
    incidents.hold_closing(
        actor=writer(actor),
        incident_id=incident_id,
        kind=_hold(unit),
        why=f"{named(unit)} is attached",
        released_how=_released_how(unit),
    )
    announce(UnitAssigned(unit_id=unit.id, incident_id=incident_id))
    return deployment


@command(needs=CanDispatch.STATE)
def record_state(*, actor: Actor, unit_id: UUID, state: int, at: datetime | None = None) -> Unit:
    """What the unit says of itself: 5 is mobile, 6 at scene, 1 to 3 clears it. Unknown numbers are kept."""
    return note_state(actor, unit_of(actor, unit_id), state, at)


def note_state(actor: Actor, unit: Unit, state: int, at: datetime | None) -> Unit:
    """The same for whoever may say it of this unit, whose lock is taken."""
    moment = at or now()
    rules.check_state(state, moment, now())
    is_late = moment < unit.state_at
    meaning = rules.state(state, uk_day(moment))
    deployment = open_deployment(unit)
    if deployment and state == rules.OFF_DUTY and not is_late:
        raise RuleBroken(f"{unit} is assigned; clear it before it goes off duty.", "state")
    _set_state(unit, meaning, moment, is_late=is_late)
    if deployment:
        # What was said before it was sent is of the log and of the unit, and moves nothing here.
        _carry(actor, unit, deployment, meaning, moment, is_late=is_late or moment < deployment.assigned_at)
    announce(UnitChanged(unit_id=unit.id))
    if state == rules.EMERGENCY:
        announce(EmergencyStateRecorded(unit_id=unit.id, at=moment))
    return unit


def _set_state(unit: Unit, meaning: rules.State, at: datetime, *, is_late: bool) -> None:
    if meaning.is_confidential:
        unit.confidential_at = at
        unit.save(update_fields=["confidential_at"])
    if meaning.is_message or is_late:
        return
    unit.state, unit.state_at = meaning.number, at
    unit.is_on_duty = meaning.number != rules.OFF_DUTY
    unit.save(update_fields=["state", "state_at", "is_on_duty"])
    if not unit.is_on_duty:
        end_duty(unit, at)


@command(needs=CanDispatch.STATE)
def clear_unit(*, actor: Actor, unit_id: UUID) -> Unit:
    """Take the unit off its incident; it is on patrol again."""
    unit = unit_of(actor, unit_id)
    deployment = open_deployment(unit)
    if deployment is None:
        raise RuleBroken(f"{unit} is not assigned to anything.")
    unit.state, unit.state_at = 2, now()
    unit.save(update_fields=["state", "state_at"])
    _clear(actor, unit, deployment, now())
    announce(UnitChanged(unit_id=unit.id))
    return unit


def _carry(
    actor: Actor, unit: Unit, deployment: Deployment, meaning: rules.State, at: datetime, *, is_late: bool
) -> None:
    if meaning.frees and not is_late:
        _clear(actor, unit, deployment, at)
        return
    heard = hear(deployment, at, f"{meaning.number} {meaning.label}") if at >= deployment.assigned_at else ()
    stage = meaning.stage if at >= deployment.assigned_at else ""
    if stage == "mobile" and deployment.mobile_at is None:
        deployment.mobile_at = at
    if stage == "on_scene" and deployment.at_scene_at is None:
        deployment.at_scene_at = at
    deployment.save(update_fields=["mobile_at", "at_scene_at", *heard])
    if not meaning.is_confidential:  # what it says to one person is no line for all who read the log
        tell(actor, deployment, stage or "state", at, f"{named(unit)}: {meaning.number} {meaning.label}.")


def _clear(actor: Actor, unit: Unit, deployment: Deployment, at: datetime) -> None:
    deployment.cleared_at = at
    deployment.save(update_fields=["cleared_at"])
    tell(actor, deployment, "cleared", at, f"{named(unit)} clear.")
    incidents.release_hold(
        actor=writer(actor), incident_id=deployment.incident_id, kind=_hold(unit), reason=f"{named(unit)} clear"
    )


def _where(actor: Actor, deployment: Deployment | None) -> str:
    if deployment is None:
        return ""
    incident = deployment.incident
    is_told = not incident.is_restricted or actor.may(CanIncident.VIEW_RESTRICTED)
    return str(incident) if is_told else "a restricted incident"


def _hold(unit: Unit) -> str:
    return f"{ATTACHED}:{unit.id.hex[-12:] if unit.is_covert else unit.call_sign}"


def _released_how(unit: Unit) -> str:
    who = "control, by clearing it" if unit.is_covert else f"control, by clearing it: /st {unit} 2"
    return f"the unit or {who}"
