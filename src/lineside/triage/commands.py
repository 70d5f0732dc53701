"""From a contact, or straight from a desk, to a graded incident."""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.contacts import commands as contacts
from lineside.contacts import queries as contact_queries
from lineside.incidents import commands as incidents
from lineside.incidents import queries as incident_queries
from lineside.incidents.commands import Grading, Opening
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.triage import rules
from lineside.triage.events import ContactAssessed
from lineside.triage.models import Assessment, ContactIncident
from lineside.triage.permissions import CanTriage
from lineside.triage.rules import Answers

if TYPE_CHECKING:
    from lineside.incidents.models import Incident


@command(needs=CanTriage.ASSESS)
def open_incident_from_contact(
    *,
    actor: Actor,
    contact_id: UUID,
    opening: Opening,
    answers: Answers,
    grade: str,
    reason: str = "",
    seen_version: int | None = None,
) -> "Incident":
    """Assess the contact, open and grade its incident, and resolve the contact; all of it or nothing."""
    contact = contact_queries.contact(contact_id, actor)
    # The response clock runs from the first contact with police, not from when somebody typed.
    since = opening.first_contact_at or contact.opened_at
    incident = _open(actor, replace(opening, first_contact_at=since), answers, grade, reason, contact_id)
    _link(actor, contact_id, incident)
    _write_what_was_said(actor, contact, incident)
    incident.refresh_from_db()  # the lines just written are its last ones
    contacts.resolve_contact(
        actor=actor, contact_id=contact_id, disposition="incident_opened", seen_version=seen_version
    )
    announce(ContactAssessed(contact_id=contact_id, incident_id=incident.id))
    return incident


@command(needs=CanTriage.ASSESS)
def open_incident_from_desk(
    *, actor: Actor, opening: Opening, answers: Answers, grade: str, reason: str = ""
) -> "Incident":
    """The same judgement where no contact was recorded first: rail staff and other services ring control."""
    return _open(actor, opening, answers, grade, reason, None)


@command(needs=CanTriage.ATTACH)
def attach_contact(*, actor: Actor, contact_id: UUID, incident_id: UUID, seen_version: int | None = None) -> "Incident":
    """The contact is about an incident that is open already: say so in its log and resolve the contact."""
    contact = contact_queries.contact(contact_id, actor)
    incident = incident_queries.incident(actor, incident_id)
    _link(actor, contact_id, incident)
    incidents.add_log_entry(
        actor=actor,
        incident_id=incident_id,
        text=f"Another contact, {contact.reference}, {contact.sender_name or contact.sender_address}: {contact.gist}",
        kind="contact",
        event_at=contact.opened_at,
    )
    contacts.resolve_contact(
        actor=actor, contact_id=contact_id, disposition="attached_to_incident", seen_version=seen_version
    )
    announce(ContactAssessed(contact_id=contact_id, incident_id=incident_id))
    # Read under the lock that the line has taken, so that nobody closes it in between.
    incident = incident_queries.incident(actor, incident_id)
    if incident.closed_at is not None:
        raise RuleBroken(f"{incident} is closed; open a new incident, or have that one reopened first.")
    return incident


@command(needs=CanTriage.ASSESS)
def regrade_incident(
    *, actor: Actor, incident_id: UUID, answers: Answers, grade: str, reason: str = "", seen_version: int | None = None
) -> "Incident":
    """A fresh THRIVE and the grade that follows (THRIVE is revisited at every change)."""
    incident = incident_queries.incident(actor, incident_id)
    assessment = _assessment(actor, incident.opening_code, answers, grade, reason)
    _keep(assessment, incident, None)
    return incidents.grade_incident(
        actor=actor,
        incident_id=incident_id,
        grade=assessment.chosen_grade,
        reason=reason,
        seen_version=seen_version,
        assessment_id=assessment.id,
    )


def _open(
    actor: Actor, opening: Opening, answers: Answers, grade: str, reason: str, contact_id: UUID | None
) -> "Incident":
    # Judged before anything is opened: the day's serial, once taken, makes every other opener wait.
    assessment = _assessment(actor, opening.opening_code, answers, grade, reason)
    grading = Grading(
        grade=assessment.chosen_grade,
        reason=reason.strip() or "; ".join(assessment.reasons),
        assessment_id=assessment.id,
    )
    incident = incidents.open_incident(actor=actor, opening=opening, grading=grading)
    _keep(assessment, incident, contact_id)
    return incident


def _assessment(actor: Actor, opening_code: str, answers: Answers, grade: str, reason: str) -> Assessment:
    """The judgement, not yet kept; no grade means the proposed one."""
    today = uk_day(now())
    kept = rules.check_answers(answers, today)
    proposed = rules.propose_grade(kept, opening_code, today)
    chosen = grade or proposed.grade
    rules.check_choice(proposed, chosen, reason)
    return Assessment(
        edition=rules.question_set(today)[0].edition,
        conditions=proposed.edition,
        answers=kept,
        proposed_grade=proposed.grade,
        reasons=list(proposed.reasons),
        chosen_grade=chosen,
        why=reason.strip(),
        by_id=actor.id,
        by_name=actor.name,
    )


def _write_what_was_said(actor: Actor, contact: contact_queries.ContactRow, incident: "Incident") -> None:
    """What the handler wrote down while listening belongs to the log, with the moments at which it was said."""
    who = contact.sender_name or contact.sender_address or "number withheld"
    notes = [(note.at, note.text) for note in contact_queries.conversation(contact.id) if note.direction == "note"]
    for at, text in rules.lines_of_log(notes) or [(contact.opened_at, contact.gist)]:
        incidents.add_log_entry(
            actor=actor,
            incident_id=incident.id,
            text=f"{contact.reference}, {who}: {text}",
            kind="contact",
            event_at=at,
        )


def _keep(assessment: Assessment, incident: "Incident", contact_id: UUID | None) -> None:
    assessment.incident, assessment.contact_id = incident, contact_id
    assessment.save()


def _link(actor: Actor, contact_id: UUID, incident: "Incident") -> None:
    if not ContactIncident.objects.filter(contact_id=contact_id, incident=incident).exists():
        ContactIncident(contact_id=contact_id, incident=incident, by_name=actor.name).save()
