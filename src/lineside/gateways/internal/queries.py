"""What the form's own page and the contact desk ask about reports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import choices, contact
from lineside.gateways.internal import rules
from lineside.gateways.internal.models import InternalReport
from lineside.gateways.internal.permissions import CanInternal
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.people.queries import staff_of_account

STANDING = {"taken": "Somebody is reading it", "resolved": "Dealt with"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """A report as its sender sees it: what was said, its reference, and how it stands."""

    id: UUID
    kind: str
    label: str
    reference: str
    standing: str
    at: datetime
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of report with its questions."""

    kind: str
    label: str
    questions: tuple[rules.Question, ...]


def label_of(kind: str) -> str:
    return next(str(row["label"]) for row in choices("internal_forms") if row["code"] == rules.BOX[kind])


def forms() -> list[Form]:
    return [Form(kind=kind, label=label_of(kind), questions=asks) for kind, asks in rules.ASKS.items()]


def form(kind: str) -> Form:
    found = next((each for each in forms() if each.kind == kind), None)
    if found is None:
        raise NotFound("There is no such form; choose one from the list.")
    return found


def own_answers(actor: Actor, kind: str) -> dict[str, str]:
    """What the form knows of whoever fills it in; each of it can be changed."""
    staff = staff_of_account(actor.id) if actor.id else None
    known = {"name": actor.name, "holder": actor.name, "found_by": actor.name}
    if staff:
        known["collar_number"] = staff.collar_number
    asked = {question.name for question in rules.questions(kind)}
    return {name: value for name, value in known.items() if name in asked}


def sent(actor: Actor, report_id: UUID) -> SentRow:
    """One's own report; nobody sees another's here, since the desks have the contact."""
    permit(actor, CanInternal.REPORT)
    found = _of(actor).filter(id=report_id).first()
    if found is None:
        raise NotFound("There is no such report of yours.")
    return _row(found)


def sent_lately(actor: Actor, most: int = 20) -> list[SentRow]:
    permit(actor, CanInternal.REPORT)
    return [_row(each) for each in _of(actor).order_by("-id")[:most]]


def report_of(contact_id: UUID, actor: Actor) -> list[tuple[str, str]]:
    """The facts of a contact that came by the form."""
    permit(actor, CanContact.VIEW)
    found = InternalReport.objects.filter(contact_id=contact_id).first()
    return rules.lines(found.kind, found.facts) if found else []


def opening_known_of(contact_id: UUID) -> dict[str, str]:
    """What the opening form begins with."""
    found = InternalReport.objects.filter(contact_id=contact_id).first()
    return rules.prefill(found.kind, found.facts) if found else {}


def _of(actor: Actor) -> QuerySet[InternalReport]:
    return InternalReport.objects.filter(reported_by_id=actor.id) if actor.id else InternalReport.objects.none()


def _row(report: InternalReport) -> SentRow:
    row = contact(report.contact_id)
    return SentRow(
        id=report.id,
        kind=report.kind,
        label=label_of(report.kind),
        reference=row.reference,
        standing=STANDING.get(row.state, "Waits to be read"),
        at=report.created_at,
        lines=tuple(rules.lines(report.kind, report.facts)),
    )
