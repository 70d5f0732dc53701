"""Grading: the grade follows the risk, never who is free."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from lineside.incidents import queries, rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentGraded
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked

GRADED = (
    "grade",
    "grade_reason",
    "editions",
    "assessed_at",
    "dispatch_by",
    "attend_by",
    "state",
    "waiting_since",
    "rung",
)


@command(needs=CanIncident.GRADE)
def grade_incident(
    *,
    actor: Actor,
    incident_id: UUID,
    grade: str,
    reason: str = "",
    seen_version: int | None = None,
    assessment_id: UUID | None = None,
) -> Incident:
    """Grade or re-grade; both clocks run from the first contact."""
    incident = locked(Incident, incident_id, seen_version, partial(queries.sees, actor))
    grading = rules.Grading(grade=grade, reason=reason, assessment_id=assessment_id)
    entry = give_grade(actor, incident, grading)
    save_with_line(incident, entry, *GRADED)
    return incident


def give_grade(actor: Actor, incident: Incident, asked: rules.Grading) -> LogEntry:
    """Set the grade on the incident in hand, with its line and its news; the incident still has to be saved."""
    known = rules.grades(uk_day(now()))
    was = incident.grade
    chosen = rules.check_grading(
        replace(asked, may_lower_immediate=actor.may(CanIncident.LOWER_IMMEDIATE)),
        was=known.get(was),
        now=known.get(asked.grade),
        state=incident.state,
        is_assessed=incident.assessed_at is not None,
    )
    incident.grade, incident.grade_reason = chosen.code, asked.reason.strip()
    incident.editions = {**incident.editions, "grades": chosen.edition}
    incident.assessed_at = now() if asked.assessment_id else incident.assessed_at
    incident.dispatch_by = rules.deadline(incident.first_contact_at, chosen.dispatch_within)
    incident.attend_by = attend_by(incident, chosen)
    incident.state = rules.state_caught_up(
        incident.state,
        was_assigned=incident.first_assigned_at is not None,
        was_at_scene=incident.first_at_scene_at is not None,
        has_result=bool(incident.closing_code),
    )
    if chosen.code != was:
        _begin_ladder(incident, is_judged=asked.assessment_id is not None)
    words = f"Graded {chosen.label} {chosen.mark}. {incident.grade_reason}".strip()
    entry = write_line(actor, incident, words, kind="grade")
    announce(IncidentGraded(incident_id=incident.id, grade=chosen.code, was=was))
    return entry


def attend_by(incident: Incident, grade: rules.Grade) -> datetime | None:
    """The target of where it is: a station or a line of route (control_room.md b.3: 15 and 20 minutes).

    Of a scheduled one it is the slot that was agreed; no slot moves the target of a graver one.
    """
    if grade.code == "S" and incident.slot_at:
        return incident.slot_at
    setting = rules.setting_of(incident.crs, str(incident.place.get("kind") or ""))
    within = grade.attend_within_rural if setting == rules.RURAL else grade.attend_within
    return rules.deadline(incident.first_contact_at, within)


def _begin_ladder(incident: Incident, *, is_judged: bool) -> None:
    """Another grade has another ladder. Whom it had reached stays told, unless the risk was judged afresh."""
    incident.waiting_since = now()
    if is_judged:
        incident.rung = 0
