"""From a contact, or straight from a desk, to a graded incident."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.contacts import commands as contacts
from lineside.contacts import queries as contact_queries
from lineside.crimes.queries import recent_of
from lineside.incidents import commands as incidents
from lineside.incidents import queries as incident_queries
from lineside.incidents.commands import Grading, Opening
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.pole.queries import crimes_against
from lineside.triage import rules
from lineside.triage.events import ContactAssessed
from lineside.triage.models import Assessment, ContactIncident, PositionTold, RepeatSeen
from lineside.triage.permissions import CanTriage
from lineside.triage.queries import earlier_answers, grades_of, remarks_of
from lineside.triage.rules import Answers
from lineside.whereabouts.queries import fixes_of, operator_enquiry, sharpest

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
    whole = replace(opening, first_contact_at=since, is_exercise=opening.is_exercise or contact.is_exercise)
    incident = _open(actor, whole, answers, grade, reason, contact)
    _link(actor, contact_id, incident)
    _write_what_was_said(actor, contact, incident)
    contacts.resolve_contact(
        actor=actor, contact_id=contact_id, disposition="incident_opened", seen_version=seen_version
    )
    _write_position(actor, contact, incident)
    incident.refresh_from_db()  # the lines just written are its last ones
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
    rules.check_same_world(contact_is=contact.is_exercise, log_is=incident.is_exercise)
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
    _write_position(actor, contact, incident)
    announce(ContactAssessed(contact_id=contact_id, incident_id=incident_id))
    # Read under the lock that the line has taken, so that nobody closes it in between.
    incident = incident_queries.incident(actor, incident_id)
    if incident.closed_at is not None:
        raise RuleBroken(f"{incident} is closed; open a new incident, or have that one reopened first.")
    return incident


@command(needs=CanTriage.ATTACH)
def attach_assessed_contact(
    *, actor: Actor, contact_id: UUID, incident_id: UUID, answers: Answers, seen_version: int | None = None
) -> "Incident":
    """The contact joins an open incident with a THRIVE of its own; what is graver than the log is not lost in it."""
    contact = contact_queries.contact(contact_id, actor)
    incident = attach_contact(actor=actor, contact_id=contact_id, incident_id=incident_id, seen_version=seen_version)
    stands = f"the log stands at {incident.grade}"
    # Without the questions of its kind, which are the log's and were asked when that was opened.
    assessment = _assessment(actor, "", answers, incident.grade, stands, grades_of(contact))
    rules.check_not_graver(assessment.proposed_grade, incident.grade)
    assessment.repeated = _repeated(assessment, contact_id=contact_id)
    _keep(assessment, incident, contact_id)
    said = f"{contact.reference}, THRIVE: {assessment.proposed_grade} proposed: {'; '.join(assessment.reasons)}"
    incidents.add_log_entry(actor=actor, incident_id=incident_id, text=said, kind="assessment")
    _write_kind(actor, assessment)
    return incident


@command(needs=CanTriage.ASSESS)
def regrade_incident(
    *, actor: Actor, incident_id: UUID, answers: Answers, grade: str, reason: str = "", seen_version: int | None = None
) -> "Incident":
    """A fresh THRIVE and the grade that follows (THRIVE is revisited at every change)."""
    incident = incident_queries.incident(actor, incident_id)
    assessment = _assessment(actor, incident.opening_code, answers, grade, reason)
    assessment.repeated = _repeated(assessment, incident_id=incident_id)
    _keep(assessment, incident, None)
    incident = incidents.grade_incident(
        actor=actor,
        incident_id=incident_id,
        grade=assessment.chosen_grade,
        reason=reason,
        seen_version=seen_version,
        assessment_id=assessment.id,
    )
    # After the grade, whose check of the version must not stumble over a line of our own.
    if _write_kind(actor, assessment):
        incident.refresh_from_db()
    return incident


@command(needs=CanTriage.ASSESS)
def acknowledge_repeat(*, actor: Actor, contact_id: UUID, person_id: UUID) -> RepeatSeen:
    """Whoever has the contact has read that this person was a victim before; what was counted is kept, once."""
    row, at = contact_queries.contact(contact_id, actor), now()
    contacts.one_at_a_time(f"repeat {contact_id} {person_id}")
    if seen := RepeatSeen.objects.filter(contact_id=contact_id, person_id=person_id).first():
        return seen
    window = rules.repeat_window(uk_day(at))
    against = crimes_against(actor, person_id, f"contact {row.reference}")
    counted = recent_of(actor, against, at - timedelta(days=window.days))
    if len(counted) < window.least:
        raise RuleBroken(f"No crime of the last {window.days} days has this person as its victim.")
    facts = {"crimes": len(counted), "edition": window.edition, "by_id": actor.id, "by_name": actor.name}
    seen = RepeatSeen(contact_id=contact_id, person_id=person_id, **facts)
    seen.save()
    return seen


def _open(
    actor: Actor,
    opening: Opening,
    answers: Answers,
    grade: str,
    reason: str,
    contact: contact_queries.ContactRow | None,
) -> "Incident":
    # Judged before anything is opened: the day's serial, once taken, makes every other opener wait.
    assessment = _assessment(actor, opening.opening_code, answers, grade, reason, grades_of(contact))
    grading = Grading(
        grade=assessment.chosen_grade,
        reason=reason.strip() or "; ".join(assessment.reasons),
        assessment_id=assessment.id,
    )
    assessment.repeated = _repeated(assessment, contact_id=contact.id if contact else None)
    incident = incidents.open_incident(actor=actor, opening=opening, grading=grading)
    _keep(assessment, incident, contact.id if contact else None)
    if _write_kind(actor, assessment):
        incident.refresh_from_db()  # the line just written is its last one
    return incident


def _assessment(
    actor: Actor, opening_code: str, answers: Answers, grade: str, reason: str, known: Iterable[tuple[str, str]] = ()
) -> Assessment:
    """The judgement, not yet kept; no grade means the proposed one. `known` is what the contact itself proposes."""
    today = uk_day(now())
    kept = rules.check_answers(answers, today, rules.kind_questions(answers, opening_code, today))
    proposed = rules.raise_grade(rules.propose_grade(kept, opening_code, today), kept, opening_code, today)
    proposed = rules.raise_by(proposed, known)
    chosen = grade or proposed.grade
    rules.check_choice(proposed, chosen, reason)
    edition, letters = rules.question_set(today)
    rules.check_words(letters, kept, chosen)
    return Assessment(
        edition=edition.edition,
        conditions=proposed.edition,
        kinds=rules.kinds_edition(today),
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
    for at, text in rules.lines_of_log(contact_queries.notes_of(contact.id)) or [(contact.opened_at, contact.gist)]:
        incidents.add_log_entry(
            actor=actor,
            incident_id=incident.id,
            text=f"{contact.reference}, {who}: {text}",
            kind="contact",
            event_at=at,
        )


@command(needs=CanTriage.ATTACH)
def tell_later_position(*, actor: Actor, contact_id: UUID, fix_id: UUID) -> int:
    """A position that came after its call had become an incident goes into each log; how many logs it went into."""
    contact = contact_queries.contact(contact_id)
    fix = next((each for each in fixes_of(contact) if each.id == fix_id), None)
    links = ContactIncident.objects.filter(contact_id=contact_id).values_list("incident_id", flat=True)
    told = set(PositionTold.objects.filter(fix_id=fix_id).values_list("incident_id", flat=True))
    new = [incident_id for incident_id in links if fix and incident_id not in told]
    for incident_id in new:
        incidents.add_log_entry(
            actor=actor,
            incident_id=incident_id,
            text=f"{contact.reference}, where the caller is, told later: {fix.in_words if fix else ''}",
            kind="position",
            source="whereabouts",
            event_at=fix.received_at if fix else None,
        )
        PositionTold(incident_id=incident_id, fix_id=fix_id).save()
    return len(new)


@command(needs=CanTriage.ATTACH)
def tell_operator_answer(*, actor: Actor, contact_id: UUID, operator_enquiry_id: UUID) -> int:
    """What a 999 enquiry brought goes into each log of its call; how many logs it went into."""
    call, brought = contact_queries.contact(contact_id), operator_enquiry(operator_enquiry_id)
    keys = list(ContactIncident.objects.filter(contact_id=contact_id).values_list("incident_id", flat=True))
    for incident_id in keys:
        text = f"{call.reference}, {brought.in_words}"
        incidents.add_log_entry(
            actor=actor, incident_id=incident_id, text=text, kind="contact", event_at=brought.answered_at
        )
    return len(keys)


def _write_position(actor: Actor, contact: contact_queries.ContactRow, incident: "Incident") -> None:
    """What was told of where the caller is goes into the log as it was told; the incident's own place is a person's.

    Read once the contact is locked: what is committed later finds the link to the incident, and nothing falls between.
    """
    told = fixes_of(contact, actor) if contact.channel == "phone" else []
    if not told:
        return
    fix = sharpest(told) or told[0]
    incidents.add_log_entry(
        actor=actor,
        incident_id=incident.id,
        text=f"{contact.reference}, where the caller is, sharpest of {len(told)} told: {fix.in_words}",
        kind="position",
        source="whereabouts",
        event_at=fix.received_at,
    )
    for each in told:  # what came later is told by itself
        PositionTold(incident=incident, fix_id=each.id).save()


def _keep(assessment: Assessment, incident: "Incident", contact_id: UUID | None) -> None:
    assessment.incident, assessment.contact_id = incident, contact_id
    assessment.save()


def _repeated(assessment: Assessment, *, incident_id: UUID | None = None, contact_id: UUID | None = None) -> list[str]:
    """The letters whose words stand in an earlier assessment; nothing is read where no words are worth comparing."""
    if not rules.words_to_compare(assessment.answers):
        return []
    return rules.repeated(assessment.answers, earlier_answers(assessment.by_id, incident_id, contact_id))


def _write_kind(actor: Actor, assessment: Assessment) -> bool:
    """What was asked because of the kind of incident is a line of its log, with every gap and owed word told as one."""
    lines = [rules.lines_of_kind(assessment.kinds, assessment.answers), *remarks_of(assessment)]
    text = "\n".join(filter(None, lines))
    if text:
        incidents.add_log_entry(actor=actor, incident_id=assessment.incident_id, text=text, kind="assessment")
    return bool(text)


def _link(actor: Actor, contact_id: UUID, incident: "Incident") -> None:
    if not ContactIncident.objects.filter(contact_id=contact_id, incident=incident).exists():
        ContactIncident(contact_id=contact_id, incident=incident, by_name=actor.name).save()
