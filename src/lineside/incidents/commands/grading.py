"""Grading: the grade follows the risk, never who is free."""

from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentGraded
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanIncident.GRADE)
def grade_incident(
    *, actor: Actor, incident_id: UUID, grade: str, reason: str = "", seen_version: int | None = None
) -> Incident:
    """Grade or re-grade; both clocks run from the first contact."""
    known = rules.grades(uk_day(now()))
    incident = locked(Incident, incident_id, seen_version)
    was = incident.grade
    chosen = rules.check_grading(
        was=known.get(was),
        now=known.get(grade),
        reason=reason,
        state=incident.state,
        may_lower_immediate=actor.may(CanIncident.LOWER_IMMEDIATE),
    )
    incident.grade, incident.grade_reason = chosen.code, reason.strip()[:2000]
    incident.editions = {**incident.editions, "grades": chosen.edition}
    incident.dispatch_by = rules.deadline(incident.first_contact_at, chosen.dispatch_within)
    incident.attend_by = rules.deadline(incident.first_contact_at, chosen.attend_within)
    incident.state = rules.state_after(incident.state, "graded")
    words = f"Graded {chosen.label} {chosen.mark}. {incident.grade_reason}".strip()
    entry = write_line(actor, incident, words, kind="grade")
    save_with_line(incident, entry, "grade", "grade_reason", "editions", "dispatch_by", "attend_by", "state")
    announce(IncidentGraded(incident_id=incident.id, grade=chosen.code, was=was))
    return incident
