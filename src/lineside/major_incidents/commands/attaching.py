"""What a person answers when a contact is proposed for a major incident: it belongs to it, or it does not."""

from typing import Any, NamedTuple
from uuid import UUID

from lineside.contacts.queries import contact as contact_of
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked
from lineside.major_incidents import rules
from lineside.major_incidents.commands.declaring import open_major, tell_log
from lineside.major_incidents.models import ContactAnswer, MajorIncident
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries.proposing import attaching_for, heard_of, mode_of, signs_of
from lineside.triage.commands import attach_assessed_contact, attach_contact
from lineside.triage.permissions import CanTriage


@command(needs=CanMajor.ATTACH)
def attach_to_major(
    *,
    actor: Actor,
    contact_id: UUID,
    major_incident_id: UUID,
    answers: dict[str, Any] | None = None,
    words: str = "",
    seen_version: int | None = None,
) -> ContactAnswer:
    """The contact joins the major incident; where somebody's life may be at risk, only with its own THRIVE."""
    row = _attaching(actor, major_incident_id)
    call = contact_of(contact_id, actor)
    told = heard_of(call)
    reasons = rules.why_attach(mode_of(row), told)
    kept = rules.check_reasons(reasons, words)
    signs = signs_of(call, told)
    given = {name: value for name, value in (answers or {}).items() if value}
    if signs and not given:
        raise RuleBroken(
            f"Somebody's life may be at risk here ({', '.join(signs)}): answer THRIVE, then attach it or open its own.",
            "answers",
        )
    by, into = actor.also(CanTriage.ATTACH), row.incident_id
    if given:
        attach_assessed_contact(
            actor=by, contact_id=contact_id, incident_id=into, answers=given, seen_version=seen_version
        )
    else:
        attach_contact(actor=by, contact_id=contact_id, incident_id=into, seen_version=seen_version)
    return _answered(actor, row, call.reference, Answer(contact_id, reasons, signs, kept, is_attached=True))


@command(needs=CanMajor.ATTACH)
def decline_major(*, actor: Actor, contact_id: UUID, major_incident_id: UUID, words: str) -> ContactAnswer:
    """The contact is about something else, and why; it stays in hand and is not proposed for this one again."""
    row = _attaching(actor, major_incident_id)
    call = contact_of(contact_id, actor)
    kept = rules.check_declining(words)
    told = heard_of(call)
    reasons = rules.why_attach(mode_of(row), told)
    return _answered(actor, row, call.reference, Answer(contact_id, reasons, signs_of(call, told), kept))


@command(needs=CanMajor.ATTACH)
def note_own_incident(*, actor: Actor, contact_id: UUID, incident_id: UUID) -> int:
    """Who opened an incident for it, or added it to another, has answered each proposal by that; how many that were."""
    call = contact_of(contact_id)
    told, noted = heard_of(call), 0
    words = f"it is {incident_of(actor, incident_id).reference} now"
    for row, reasons in attaching_for(call, told):
        if row.incident_id == incident_id:
            continue
        open_major(actor, row.id)
        answer = Answer(contact_id, reasons, signs_of(call, told), words)
        _answered(actor, row, call.reference, answer)
        noted += 1
    return noted


class Answer(NamedTuple):
    """What is kept of an answer."""

    contact_id: UUID
    reasons: tuple[str, ...]
    signs: tuple[str, ...]
    words: str
    is_attached: bool = False


def _attaching(actor: Actor, key: UUID) -> MajorIncident:
    row = open_major(actor, key)
    if not row.is_attaching:
        raise RuleBroken("Call-attach mode is off; add the contact to the incident by hand, or open its own.")
    return row


def _answered(actor: Actor, row: MajorIncident, reference: str, answer: Answer) -> ContactAnswer:
    known = ContactAnswer.objects.filter(major_incident=row, contact_id=answer.contact_id).first()
    kept = locked(ContactAnswer, known.id) if known else ContactAnswer(major_incident=row, contact_id=answer.contact_id)
    if known and kept.is_attached == answer.is_attached:
        raise RuleBroken(f"{kept.by_name} has answered this already.")
    kept.is_attached, kept.reasons, kept.life_signs = answer.is_attached, list(answer.reasons), list(answer.signs)
    kept.words, kept.by_id, kept.by_name = answer.words, actor.id, actor.name
    kept.save()
    verb = "attached in call-attach mode" if answer.is_attached else "not attached"
    why = "; ".join(filter(None, (*answer.reasons, answer.words)))
    tell_log(actor, row, f"{reference} {verb} by {actor.name}: {why}")
    return kept
