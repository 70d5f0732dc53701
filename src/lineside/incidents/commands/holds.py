"""What closing must wait for, and what the rooms above write down on an incident."""

from datetime import datetime
from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.grading import attend_by
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.commands.parties import list_on, take_off
from lineside.incidents.events import ClosingHeld, IncidentChanged
from lineside.incidents.models import ClosingHold, Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import has_units, level_now
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import change, locked

SENT = ("assigned", "mobile", "on_scene")
CRIME_OWED = "a crime decision is owed"
BY_THE_RECORDER = "a crime recorder, who records the crime or decides that there is none"


@command(needs=CanIncident.ATTEND)
def note_attendance(
    *, actor: Actor, incident_id: UUID, stage: str, at: datetime, text: str, unit: str = ""
) -> Incident:
    """What a unit did about it: assigned, mobile, on_scene or cleared, told by the room that knows units.

    With its call sign the unit is listed on the log from being assigned until it is cleared.
    """
    incident = locked(Incident, incident_id)
    if stage == "assigned" and incident.state in rules.ENDED:
        raise RuleBroken(f"{incident} is closed; reopen it before a unit is sent.", "unit")
    incident.state = rules.state_after(incident.state, stage, is_graded=bool(incident.grade))
    if stage == "assigned" and incident.first_assigned_at is None:
        incident.first_assigned_at = at
    if stage == "on_scene" and incident.first_at_scene_at is None:
        incident.first_at_scene_at = at
    if unit and stage == "assigned":
        list_on(actor, incident, rules.UNIT, unit)
    if unit and stage == "cleared":
        take_off(incident, rules.UNIT, unit)
    if stage in SENT:
        incident.rung = level_now(incident, has_units=True)
    entry = write_line(actor, incident, text, kind="attendance", event_at=at)
    save_with_line(incident, entry, "state", "first_assigned_at", "first_at_scene_at", "rung")
    announce(IncidentChanged(incident_id=incident.id, what=stage))
    return incident


@command(needs=CanIncident.HOLD)
def note_crime(*, actor: Actor, incident_id: UUID, reference: str, text: str) -> Incident:
    """A crime has been recorded on it: its reference, its line, and closing need no longer wait for the decision."""
    incident = locked(Incident, incident_id)
    incident.crime_references = [*incident.crime_references, reference]
    entry = write_line(actor, incident, text, kind="crime", source="crimes")
    save_with_line(incident, entry, "crime_references")
    let_go(actor, incident, rules.CRIME_DECISION, f"Crime {reference} recorded.")
    announce(IncidentChanged(incident_id=incident.id, what="crime"))
    return incident


@command(needs=CanIncident.HOLD)
def note_disruption(*, actor: Actor, incident_id: UUID, level: str, text: str) -> Incident:
    """How far it disrupts the railway, as a person decided in a room above. The grade and its clocks stay as they are.

    The line is written for whoever decided, so that the log names them.
    """
    incident = locked(Incident, incident_id)
    if incident.state in rules.ENDED:
        raise RuleBroken(f"{incident} is closed; reopen it first.")
    incident.disruption = rules.check_disruption(level, uk_day(now())).code
    entry = write_line(actor, incident, text, kind="disruption")
    save_with_line(incident, entry, "disruption")
    announce(IncidentChanged(incident_id=incident.id, what="disruption"))
    return incident


@command(needs=CanIncident.HOLD)
def note_slot(*, actor: Actor, incident_id: UUID, slot_at: datetime | None, text: str) -> Incident:
    """The slot that a room above agreed with the caller, or that there is none any more: its target follows."""
    incident = locked(Incident, incident_id)
    incident.slot_at = slot_at
    if graded := rules.grades(uk_day(now())).get(incident.grade):
        incident.attend_by = attend_by(incident, graded)
    entry = write_line(actor, incident, text, kind="appointment")
    save_with_line(incident, entry, "slot_at", "attend_by")
    announce(IncidentChanged(incident_id=incident.id, what="slot"))
    return incident


@command(needs=CanIncident.HOLD)
def hold_closing(*, actor: Actor, incident_id: UUID, kind: str, why: str, released_how: str = "") -> bool:
    """Make closing wait; True when this hold is new. `released_how` says who can end it, and by what."""
    incident = locked(Incident, incident_id)
    if incident.state in rules.ENDED:
        raise RuleBroken(f"{incident} is closed; reopen it first.")
    return hold(actor, incident, kind, why, released_how)


@command(needs=CanIncident.HOLD)
def release_hold(*, actor: Actor, incident_id: UUID, kind: str, reason: str) -> bool:
    """Let closing go on; False when there was no such hold."""
    return let_go(actor, locked(Incident, incident_id), kind, reason)


def hold(actor: Actor, incident: Incident, kind: str, why: str, released_how: str) -> bool:
    """Place a hold on the incident in hand, whose lock is held."""
    if ClosingHold.objects.filter(incident=incident, kind=kind, released_at=None).exists():
        return False
    ClosingHold(
        incident=incident, kind=kind, why=why[:300], released_how=released_how[:200], placed_by=actor.name
    ).save()
    announce(ClosingHeld(incident_id=incident.id, kind=kind))
    return True


def let_go(actor: Actor, incident: Incident, kind: str, reason: str) -> bool:
    found = ClosingHold.objects.select_for_update().filter(incident=incident, kind=kind, released_at=None).first()
    if found is None:
        return False
    found.released_at, found.released_by, found.release_reason = now(), actor.name, reason
    found.save()
    announce(ClosingHeld(incident_id=incident.id, kind=kind))
    if kind.startswith(rules.ATTACHED) and not has_units(incident.id):
        # The last unit has left it: from here its ladder counts again, if nobody was there.
        incident.waiting_since = now()
        change(incident, "waiting_since")
    return True
