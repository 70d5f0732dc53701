"""What the pages and the contact desk ask about reports."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import MessageRow, answers_on_page, contact, spelled_number
from lineside.gateways.web import rules
from lineside.gateways.web.models import WebReport
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.triage.queries import incidents_of

LOOKS = system_actor("web report", CanContact.VIEW, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a reporter's link opens: the reference and how it stands, and none of what was told."""

    id: UUID
    reference: str
    standing: str
    files: int
    answers: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What the force answered, as its reporter reads it."""

    at: datetime
    text: str


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def followed(link: str) -> Followed | None:
    """The report of a link that has not expired."""
    report = WebReport.objects.filter(link_sha256=digest(link), expires_at__gt=now()).first()
    if report is None:
        return None
    row = contact(report.contact_id)
    closed = [each.closed_at is not None for each in incidents_of(LOOKS, row.id)]
    given = _given(row.id)
    return Followed(
        id=report.id,
        reference=row.reference,
        standing=rules.standing(row.state, closed),
        files=report.files,
        answers=len(given),
        unread=sum(each.delivery == "sent" for each in given),
    )


def answers_to(report_id: UUID) -> list[Answered]:
    """What stands on the reporter's page; that it was asked for is on record by the command before."""
    report = WebReport.objects.get(pk=report_id)
    return [Answered(each.at.astimezone(UK), each.text) for each in _given(report.contact_id)]


def unread_of(report_id: UUID) -> list[UUID]:
    report = WebReport.objects.get(pk=report_id)
    return [each.id for each in _given(report.contact_id) if each.delivery == "sent"]


def notice_for(contact_id: UUID, message_id: UUID) -> tuple[str, str, str] | None:
    """To where, under which subject and in which words a reporter hears that this answer waits; None for no way."""
    report = WebReport.objects.filter(contact_id=contact_id, expires_at__gt=now()).first()
    to = rules.notice_to(report.facts) if report else ""
    if report is None or not to or message_id not in unread_of(report.id):
        return None
    return (to if "@" in to else spelled_number(to), *rules.notice_of(report.facts, uk_day(now())))


def _given(contact_id: UUID) -> list[MessageRow]:
    return [each for each in answers_on_page(contact_id) if each.delivery in ("sent", "delivered")]


def report_of(contact_id: UUID) -> list[rules.Line]:
    """The facts of a contact that came by the form; for a page that has asked for the right to see the contact."""
    report = WebReport.objects.filter(contact_id=contact_id).first()
    return rules.lines(report.facts, uk_day(report.created_at)) if report else []


def opening_known_of(contact_id: UUID) -> dict[str, str]:
    """What the opening form begins with."""
    report = WebReport.objects.filter(contact_id=contact_id).first()
    return rules.prefill(report.facts, uk_day(report.created_at)) if report else {}
