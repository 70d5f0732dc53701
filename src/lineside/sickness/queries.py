"""Absences as the desk shows them, without their reason; the reason, for a reason; and what the HR system is told."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now
from lineside.kernel.commands import audit_line, permit, write_alone
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.paging import Page, Paging, page_of
from lineside.sickness import rules
from lineside.sickness.models import Absence, Notice, unsealed
from lineside.sickness.permissions import CanSickness

WORDS = {
    rules.QUEUED: "waits to be sent",
    rules.SENDING: "being sent",
    rules.DELIVERED: "acknowledged",
    rules.DEAD: "could not be delivered",
    rules.ASIDE: "set aside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """How telling the HR system stands."""

    id: UUID
    version: int
    kind: str
    state: str
    attempts: int
    try_at: datetime | None
    says: str
    hr_reference: str
    delivered_at: datetime | None
    worked_by: str
    worked_how: str

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def is_dead(self) -> bool:
        return self.state == rules.DEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """Who is absent from when to when; never why."""

    id: UUID
    version: int
    name: str
    collar_number: str
    first_day: date
    expected_day: date | None
    last_day: date | None
    reported_by: str
    created_at: datetime
    contact_id: UUID | None
    holds_reason: bool
    notices: tuple[NoticeRow, ...]

    @property
    def is_owed(self) -> bool:
        return any(notice.is_dead for notice in self.notices)


def absences(actor: Actor, *, most: int = 200) -> list[AbsenceRow]:
    """What a person must see to first, then those who are absent, then the latest who came back."""
    permit(actor, CanSickness.VIEW)
    rows = Absence.objects.prefetch_related("notices")
    dead = rows.filter(notices__state=rules.DEAD).distinct().order_by("id")[:most]
    there = [
        *dead,
        *rows.filter(last_day=None).order_by("-id")[:most],
        *rows.exclude(last_day=None).order_by("-id")[:20],
    ]
    return [_row(each) for each in {each.id: each for each in there}.values()]


def absence_page(actor: Actor, paging: Paging) -> Page[AbsenceRow]:
    permit(actor, CanSickness.VIEW)
    return page_of(Absence.objects.prefetch_related("notices"), ("-id",), _row, paging)


def absence(actor: Actor, absence_id: UUID) -> AbsenceRow:
    permit(actor, CanSickness.VIEW)
    row = absence_row(absence_id)
    if row is None:
        raise NotFound("There is no such absence.")
    return row


def absence_row(absence_id: UUID) -> AbsenceRow | None:
    found = Absence.objects.filter(id=absence_id).prefetch_related("notices").first()
    return _row(found) if found else None


def notice(actor: Actor, notice_id: UUID) -> NoticeRow:
    permit(actor, CanSickness.VIEW)
    found = Notice.objects.filter(id=notice_id).first()
    if found is None:
        raise NotFound("There is no such notice.")
    return _notice(found)


def absence_of_contact(contact_id: UUID) -> UUID | None:
    return Absence.objects.filter(contact_id=contact_id).values_list("id", flat=True).first()


def read_reason(actor: Actor, absence_id: UUID, why: str) -> str:
    """Why somebody is sick, for who may read it, for a reason; the look and its refusal are both on record."""
    try:
        permit(actor, CanSickness.READ_SEALED)
    except NotPermitted as refusal:
        facts = {"subject": str(absence_id)}
        write_alone(audit_line("sickness.reason", "refused", actor, facts, refusal.sentence))
        raise
    if not why.strip():
        raise RuleBroken("Say why you need to read it; that is kept.", "why")
    found = Absence.objects.filter(id=absence_id).first()
    if found is None:
        raise NotFound("There is no such absence.")
    record_sighting(actor, "sickness.reason", str(absence_id), why.strip()[:300])
    if not found.reason_sealed:
        raise RuleBroken("It was erased here when the HR system had it; ask there.")
    return unsealed(found.reason_sealed)


def has_due_notice() -> bool:
    """Asked often, so that the trail holds a line for each claim and none for each look."""
    return Notice.objects.filter(state__in=[rules.QUEUED, rules.SENDING], try_at__lte=now()).exists()


def notice_wire(actor: Actor, notice_id: UUID) -> dict[str, str]:
    """What the HR system is told, by our names; for the gateway alone."""
    permit(actor, CanSickness.DELIVER)
    notice = Notice.objects.select_related("absence").get(id=notice_id)
    facts = notice.absence
    return {
        "key": str(notice.id),
        "absence": str(facts.id),
        "kind": notice.kind,
        "collar_number": facts.collar_number,
        "name": facts.name,
        "first_day": facts.first_day.isoformat(),
        "expected_day": facts.expected_day.isoformat() if facts.expected_day else "",
        "last_day": facts.last_day.isoformat() if facts.last_day else "",
        "reason": unsealed(facts.reason_sealed) if notice.kind == rules.BEGINS and facts.reason_sealed else "",
        "reported_by": facts.reported_by,
    }


def _row(absence: Absence) -> AbsenceRow:
    names = set(AbsenceRow.__dataclass_fields__) - {"notices"}
    facts = {name: getattr(absence, name) for name in names}
    notices = sorted(absence.notices.all(), key=lambda notice: notice.id)
    return AbsenceRow(**facts, notices=tuple(_notice(notice) for notice in notices))


def _notice(notice: Notice) -> NoticeRow:
    return NoticeRow(**{name: getattr(notice, name) for name in NoticeRow.__dataclass_fields__})
