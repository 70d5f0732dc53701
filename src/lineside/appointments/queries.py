"""The diary of agreed slots, the appointments of a log, and what the clock looks at."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.appointments import rules
from lineside.appointments.models import Appointment
from lineside.appointments.permissions import CanAppoint
from lineside.finding.queries import row_of
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of

MOST = 300
DIARY = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRow:
    """One slot as a diary and its log show it."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    serial: int
    area: str
    is_restricted: bool
    begins_at: datetime
    ends_at: datetime
    attends: str
    place: str
    agreed_with: str
    late_why: str
    by_name: str
    created_at: datetime
    state: str
    reminded_at: datetime | None
    missed_at: datetime | None
    ended_at: datetime | None
    ended_how: str
    ended_words: str
    ended_by: str
    is_promised: bool

    @property
    def is_open(self) -> bool:
        return self.state == rules.AGREED

    @property
    def day(self) -> date:
        return uk_day(self.begins_at)

    @property
    def sort(self) -> str:
        return f"{self.begins_at.isoformat()} {self.id}"

    @property
    def ended_label(self) -> str:
        if self.state == rules.REARRANGED:
            return "Rearranged"
        row = rules.table("endings", uk_day(self.ended_at or now())).by_code.get(self.ended_how)
        return str(row["label"]) if row else ""


def of_log(incident_id: UUID) -> list[AppointmentRow]:
    """Every one of a log, the newest first, for whoever was let see the log."""
    return _rows(Appointment.objects.filter(incident_id=incident_id).order_by("-id"))


def diary(actor: Actor, area: str = "") -> list[AppointmentRow]:
    """Slots that stand, from what is overdue to two weeks on, of what the actor may see; of one area where asked."""
    permit(actor, CanAppoint.VIEW)
    until = datetime.combine(uk_day(now() + DIARY), time.min, UK)
    found = _seen(actor).filter(state=rules.AGREED, begins_at__lt=until)
    if area:
        found = found.filter(incident__area=area)
    return _rows(found.order_by("begins_at", "id")[:MOST])


def diary_page(actor: Actor, paging: Paging) -> Page[AppointmentRow]:
    """Every slot that stands, the next first."""
    permit(actor, CanAppoint.VIEW)
    return page_of(
        _seen(actor).filter(state=rules.AGREED).select_related("incident"), ("begins_at", "id"), _row, paging
    )


def due_soon(actor: Actor) -> list[AppointmentRow]:
    """Those of which the desk was reminded and that still stand."""
    permit(actor, CanAppoint.VIEW)
    found = _seen(actor).filter(state=rules.AGREED, reminded_at__isnull=False)
    return _rows(found.order_by("begins_at", "id")[:MOST])


def missed(actor: Actor) -> list[AppointmentRow]:
    """Those that were missed and of which nobody has said what became of them."""
    permit(actor, CanAppoint.VIEW)
    found = _seen(actor).filter(state=rules.AGREED, missed_at__isnull=False)
    return _rows(found.order_by("begins_at", "id")[:MOST])


def appointment(actor: Actor, appointment_id: UUID) -> AppointmentRow:
    permit(actor, CanAppoint.VIEW)
    found = _rows(_seen(actor).filter(id=appointment_id))
    if not found:
        raise NotFound("There is no such appointment.")
    return found[0]


def open_of(incident_id: UUID) -> AppointmentRow | None:
    """The one that stands, for whoever was let see the log."""
    return next(iter(_rows(Appointment.objects.filter(incident_id=incident_id, state=rules.AGREED))), None)


def to_remind() -> list[UUID]:
    """For the clock."""
    soon = now() + timedelta(minutes=rules.limit("remind_minutes", uk_day(now())))
    found = _open().filter(reminded_at=None, begins_at__lte=soon)
    return list(found.values_list("id", flat=True)[:MOST])


def to_miss() -> list[UUID]:
    """For the clock: over, not on record as missed, and nobody was there."""
    found = _open().filter(missed_at=None, ends_at__lt=now()).select_related("incident")
    return [each.id for each in found[:MOST] if is_missed(each)]


def is_missed(found: Appointment) -> bool:
    there = found.incident.first_at_scene_at
    return rules.is_missed(found.ends_at, there if there and there >= found.created_at else None, now())


def endings() -> list[tuple[str, str]]:
    return [(str(row["code"]), str(row["label"])) for row in rules.table("endings", uk_day(now())).rows]


def _open() -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(state=rules.AGREED, incident__closed_at=None)).order_by("begins_at")


def _seen(actor: Actor) -> QuerySet[Appointment]:
    return Appointment.objects.filter(incident__in=visible_to(actor))


def _rows(found: QuerySet[Appointment]) -> list[AppointmentRow]:
    return [_row(each) for each in found.select_related("incident")]


def _row(found: Appointment) -> AppointmentRow:
    log = found.incident
    return row_of(
        AppointmentRow,
        found,
        reference=log.reference,
        serial=log.serial,
        area=log.area,
        is_restricted=log.is_restricted,
        is_promised=found.promise_id is not None,
    )
