"""Putting an incident off on purpose, and its way back into the queue."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentChanged
from lineside.incidents.models import ClosingHold, Incident
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked

CLOCK = system_actor("the clock", CanIncident.OWN)


@command(needs=CanIncident.OWN)
def defer_incident(
    *, actor: Actor, incident_id: UUID, until: datetime, reason: str, seen_version: int | None = None
) -> Incident:
    """Put it off until then, with the reason; it stays on the board, and the clock brings it back."""
    words = rules.check_text(reason, "reason")
    incident = locked(Incident, incident_id, seen_version)
    units = ClosingHold.objects.filter(incident=incident, kind__startswith=rules.ATTACHED, released_at=None)
    asked = rules.Deferral(
        state=incident.state,
        grade=incident.grade,
        until=until,
        attend_by=incident.attend_by,
        has_units=units.exists(),
    )
    rules.check_deferral(asked, now())
    incident.state, incident.deferred_at, incident.deferred_until = rules.DEFERRED, now(), until
    incident.rung = 0
    text = f"Put off until {until.astimezone(UK):%d %b %H:%M}: {words}"
    entry = write_line(actor, incident, text, kind="deferred")
    save_with_line(incident, entry, "state", "deferred_at", "deferred_until", "rung")
    announce(IncidentChanged(incident_id=incident.id, what="deferred"))
    return incident


@command(needs=CanIncident.OWN)
def requeue_incident(*, actor: Actor, incident_id: UUID, seen_version: int | None = None) -> Incident:
    """Back into the queue before its time, or by the clock when that has come."""
    incident = locked(Incident, incident_id, seen_version)
    if incident.state != rules.DEFERRED:
        raise RuleBroken("It is not put off.")
    incident.state, incident.waiting_since = "queued", now()
    entry = write_line(actor, incident, "Back in the queue.", kind="deferred")
    save_with_line(incident, entry, "state", "waiting_since")
    announce(IncidentChanged(incident_id=incident.id, what="queued"))
    return incident


def requeue_due() -> int:
    """Bring back every incident whose time has come; how many."""
    found = Incident.objects.filter(closed_at=None, state=rules.DEFERRED, deferred_until__lte=now())
    keys = list(found.values_list("id", "version"))
    for key, version in keys:
        # Who changed it a moment ago knows better; the next round looks again.
        with suppress(Refusal):
            requeue_incident(actor=CLOCK, incident_id=key, seen_version=version)
    return len(keys)
