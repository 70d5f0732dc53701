"""Attendance, holds, results, closing and what comes after."""

from datetime import datetime
from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentChanged, IncidentClosed
from lineside.incidents.models import ClosingHold, Incident, IncidentLink
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanIncident.ATTEND)
def note_attendance(*, actor: Actor, incident_id: UUID, stage: str, at: datetime, text: str) -> Incident:
    """What a unit did about it: assigned, mobile, on_scene or cleared, told by the room that knows units."""
    incident = locked(Incident, incident_id)
    incident.state = rules.state_after(incident.state, stage)
    if stage == "assigned" and incident.first_assigned_at is None:
        incident.first_assigned_at = at
    if stage == "on_scene" and incident.first_at_scene_at is None:
        incident.first_at_scene_at = at
    entry = write_line(actor, incident, text, kind="attendance", event_at=at)
    save_with_line(incident, entry, "state", "first_assigned_at", "first_at_scene_at")
    announce(IncidentChanged(incident_id=incident.id, what=stage))
    return incident


@command(needs=CanIncident.HOLD)
def hold_closing(*, actor: Actor, incident_id: UUID, kind: str, why: str) -> bool:
    """Make closing wait; True when this hold is new."""
    locked(Incident, incident_id)
    if ClosingHold.objects.filter(incident_id=incident_id, kind=kind, released_at=None).exists():
        return False
    ClosingHold(incident_id=incident_id, kind=kind, why=why[:300], placed_by=actor.name).save()
    announce(IncidentChanged(incident_id=incident_id, what="hold"))
    return True


@command(needs=CanIncident.HOLD)
def release_hold(*, actor: Actor, incident_id: UUID, kind: str, reason: str) -> bool:
    """Let closing go on; False when there was no such hold."""
    hold = ClosingHold.objects.select_for_update().filter(incident_id=incident_id, kind=kind, released_at=None).first()
    if hold is None:
        return False
    hold.released_at, hold.released_by, hold.release_reason = now(), actor.name, reason
    hold.save()
    announce(IncidentChanged(incident_id=incident_id, what="hold"))
    return True


@command(needs=CanIncident.RESULT)
def result_incident(
    *,
    actor: Actor,
    incident_id: UUID,
    closing_code: str,
    result_codes: tuple[str, ...],
    seen_version: int | None = None,
) -> Incident:
    """What it turned out to be; the opening code stays beside it."""
    rules.check_result(closing_code, result_codes, uk_day(now()))
    incident = locked(Incident, incident_id, seen_version)
    if incident.state in rules.ENDED:
        raise RuleBroken("It is closed; reopen it first.")
    incident.closing_code, incident.result_codes = closing_code, list(result_codes)
    incident.state = rules.state_after(incident.state, "resulted")
    entry = write_line(actor, incident, f"Result {', '.join(result_codes)}, closing as {closing_code}.", kind="result")
    save_with_line(incident, entry, "closing_code", "result_codes", "state")
    announce(IncidentChanged(incident_id=incident.id, what="result"))
    return incident


@command(needs=CanIncident.CLOSE)
def close_incident(*, actor: Actor, incident_id: UUID, seen_version: int | None = None) -> Incident:
    """Close it, when nothing holds it."""
    incident = locked(Incident, incident_id, seen_version)
    rules.check_closing(_closing(actor, incident), uk_day(now()))
    incident.state, incident.closed_at = "closed", now()
    entry = write_line(actor, incident, "Closed.", kind="closed")
    save_with_line(incident, entry, "state", "closed_at")
    announce(IncidentClosed(incident_id=incident.id))
    return incident


@command(needs=CanIncident.CANCEL)
def cancel_incident(*, actor: Actor, incident_id: UUID, reason: str, seen_version: int | None = None) -> Incident:
    """End what was opened in error; the log stays, with the reason."""
    words = rules.check_text(reason, "reason")
    incident = locked(Incident, incident_id, seen_version)
    rules.check_cancelling(_closing(actor, incident), uk_day(now()))
    incident.state, incident.closed_at, incident.closing_code = "cancelled", now(), "AD1"
    entry = write_line(actor, incident, f"Cancelled: {words}", kind="cancelled")
    save_with_line(incident, entry, "state", "closed_at", "closing_code")
    announce(IncidentClosed(incident_id=incident.id))
    return incident


def _closing(actor: Actor, incident: Incident) -> rules.Closing:
    holds = ClosingHold.objects.filter(incident=incident, released_at=None).order_by("id")
    return rules.Closing(
        state=incident.state,
        grade=incident.grade,
        opening_code=incident.opening_code,
        opened_by=incident.opened_by_id,
        closer=actor.id,
        holds=tuple(holds.values_list("why", flat=True)),
        has_result=bool(incident.closing_code and incident.result_codes),
        qualifiers=tuple(incident.qualifiers),
    )


@command(needs=CanIncident.REOPEN)
def reopen_incident(*, actor: Actor, incident_id: UUID, reason: str, seen_version: int | None = None) -> Incident:
    """Open it again for its new owner; the response clock is not reset."""
    words = rules.check_text(reason, "reason")
    incident = locked(Incident, incident_id, seen_version)
    if incident.state not in rules.ENDED:
        raise RuleBroken("It is open already.")
    incident.state, incident.closed_at, incident.master = "queued", None, None
    incident.owner_id, incident.owner_name = actor.id, actor.name
    entry = write_line(actor, incident, f"Reopened: {words}", kind="reopened")
    save_with_line(incident, entry, "state", "closed_at", "master", "owner_id", "owner_name")
    announce(IncidentChanged(incident_id=incident.id, what="reopened"))
    return incident


@command(needs=CanIncident.LINK)
def mark_duplicate(*, actor: Actor, incident_id: UUID, master_id: UUID, seen_version: int | None = None) -> Incident:
    """Close this one as a duplicate of the master; both logs name the other (NSIR single incident rule)."""
    if incident_id == master_id:
        raise RuleBroken("An incident is not a duplicate of itself; name the other one.", "master")
    # Locks are taken by key, so that two people who merge both ways do not wait for each other for ever.
    pair = {key: locked(Incident, key) for key in sorted((incident_id, master_id))}
    incident, master = locked(Incident, incident_id, seen_version), pair[master_id]
    if master.state in rules.ENDED:
        raise RuleBroken(f"{master} is closed; choose an open incident as the master.", "master")
    if incident.state in rules.ENDED:
        raise RuleBroken("It is closed already.")
    if ClosingHold.objects.filter(incident=incident, kind__startswith="unit_attached", released_at=None).exists():
        raise RuleBroken("A unit is attached to it; move the unit to the master first.")
    incident.state, incident.closed_at, incident.master = "duplicate", now(), master
    incident.closing_code, incident.result_codes = "AD4", ["DUP"]
    entry = write_line(actor, incident, f"Duplicate of {master}.", kind="duplicate")
    save_with_line(incident, entry, "state", "closed_at", "master", "closing_code", "result_codes")
    other = write_line(actor, master, f"{incident} is a duplicate of this: {incident.summary}", kind="duplicate")
    save_with_line(master, other)
    for hold in ClosingHold.objects.filter(incident=incident, released_at=None):
        hold.released_at, hold.released_by, hold.release_reason = now(), actor.name, f"duplicate of {master}"
        hold.save()
    announce(IncidentClosed(incident_id=incident.id))
    announce(IncidentChanged(incident_id=master.id, what="duplicate"))
    return incident


@command(needs=CanIncident.LINK)
def link_incidents(*, actor: Actor, incident_id: UUID, other_id: UUID, kind: str = "linked", why: str = "") -> UUID:
    """Link two incidents; both logs say so."""
    if incident_id == other_id:
        raise RuleBroken("An incident is not linked to itself; name the other one.", "other")
    pair = {key: locked(Incident, key) for key in sorted((incident_id, other_id))}
    one, other = pair[incident_id], pair[other_id]
    known = IncidentLink.objects.filter(one=one, other=other, kind=kind).first()
    if known:
        return known.id
    link = IncidentLink(one=one, other=other, kind=kind[:20], why=why[:300])
    link.save()
    for here, there in ((one, other), (other, one)):
        entry = write_line(actor, here, f"Linked to {there}: {why or kind}", kind="link")
        save_with_line(here, entry)
        announce(IncidentChanged(incident_id=here.id, what="link"))
    return link.id
