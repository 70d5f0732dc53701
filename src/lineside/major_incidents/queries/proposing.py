"""Which major incidents a contact is proposed for, by where it may be and by what it says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.contacts.queries import ContactRow, conversation
from lineside.gazetteer.queries import locate
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.major_incidents import rules
from lineside.major_incidents.models import ContactAnswer, MajorIncident
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries.majors import MajorRow, major_incident
from lineside.whereabouts.queries import fixes_of, sharpest

HEARD = ("in", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A major incident that a contact is proposed for, why, and what asks for THRIVE first."""

    major: MajorRow
    reasons: tuple[str, ...]
    life_signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """What a person answered to a proposal."""

    reference: str
    is_attached: bool
    reasons: list[str]
    words: str
    by_name: str
    created_at: datetime


def proposals(actor: Actor, contact: ContactRow, place_text: str = "") -> list[Proposed]:
    """What a contact is proposed for, of what the actor may see; `place_text` is where its handler says that it is."""
    permit(actor, CanMajor.VIEW)
    if not MajorIncident.objects.filter(over_at=None, is_attaching=True).exists():
        return []
    told = heard_of(contact, place_text)
    signs = signs_of(contact, told)
    seen = set(visible_to(actor).filter(major__over_at=None, major__is_attaching=True).values_list("id", flat=True))
    return [
        Proposed(major=major_incident(actor, row.id), reasons=reasons, life_signs=signs)
        for row, reasons in attaching_for(contact, told)
        if row.incident_id in seen
    ]


def attaching_for(contact: ContactRow, told: rules.Told) -> list[tuple[MajorIncident, tuple[str, ...]]]:
    """Every major incident in call-attach mode that this contact is proposed for and nobody has answered."""
    answered = ContactAnswer.objects.filter(contact_id=contact.id).values("major_incident_id")
    found = MajorIncident.objects.filter(over_at=None, is_attaching=True).exclude(id__in=answered)
    reasons = [(row, rules.why_attach(mode_of(row), told)) for row in found.order_by("-declared_at", "id")]
    return [(row, why) for row, why in reasons if why]


def mode_of(row: MajorIncident) -> rules.AttachMode:
    return rules.AttachMode(
        place_text=row.place_text, lat=row.lat, lon=row.lon, radius_m=row.radius_m, words=tuple(row.words)
    )


def heard_of(contact: ContactRow, place_text: str = "") -> rules.Told:
    """What a contact says, and where it may be: by its position, by the place box, by the places that it names."""
    talk = [each.text for each in conversation(contact.id) if each.direction in HEARD]
    whole = "\n".join(filter(None, (contact.subject, contact.gist, *talk)))
    points = [*_position(contact), *_named("the place box", place_text), *_named("the place it names", contact.gist)]
    return rules.Told(said=whole, points=tuple(points))


def _position(contact: ContactRow) -> list[tuple[str, float, float]]:
    best = sharpest(fixes_of(contact)) if contact.channel == "phone" else None
    if best is None or best.lat is None or best.lon is None:
        return []
    return [("the caller's position", best.lat, best.lon)]


def _named(label: str, text: str) -> list[tuple[str, float, float]]:
    read = locate(text[:300]).readings if text.strip() else ()
    found = [(label, each.lat, each.lon) for each in read if each.lat is not None and each.lon is not None]
    return found[:1]


def signs_of(contact: ContactRow, told: rules.Told) -> tuple[str, ...]:
    """What asks for THRIVE first; who could not speak may be in danger as well."""
    silent = ("silent call",) if contact.silent else ()
    return (*rules.life_signs(told.said, uk_day(now())), *silent)


def answers_of_contact(actor: Actor, contact_id: UUID) -> list[AnswerRow]:
    """What was answered to its proposals, of what the actor may see."""
    permit(actor, CanMajor.VIEW)
    found = ContactAnswer.objects.filter(contact_id=contact_id, major_incident__incident__in=visible_to(actor))
    return [
        AnswerRow(
            reference=each.major_incident.incident.reference,
            is_attached=each.is_attached,
            reasons=each.reasons,
            words=each.words,
            by_name=each.by_name,
            created_at=each.created_at,
        )
        for each in found.select_related("major_incident__incident").order_by("id")
    ]
