"""The rota as it was planned, and who is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.access.queries import labels_of_roles
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now
from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.paging import Page, Paging, page_of
from lineside.people import rules
from lineside.people.models import Duty, Staff
from lineside.people.permissions import CanPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    id: UUID
    name: str
    collar_number: str
    role: str
    role_label: str
    site: str
    post: str
    account_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """A place on the rota with who is meant to be there, and whether they are."""

    id: UUID
    version: int
    day: date
    shift: str
    begins_at: datetime
    ends_at: datetime
    site: str
    desk: str
    role: str
    role_label: str
    staff_id: UUID
    name: str
    collar_number: str
    account_id: UUID | None
    booked_on_at: datetime | None
    booked_off_at: datetime | None
    cancelled_why: str

    @property
    def is_there(self) -> bool:
        return self.booked_on_at is not None and self.booked_off_at is None

    def is_missing(self, at: datetime) -> bool:
        """Meant to be there by now, and not booked on."""
        return self.booked_on_at is None and not self.cancelled_why and self.begins_at <= at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A shift at a site, role by role: how many it needs, are planned, and are there."""

    site: str
    site_name: str
    role: str
    role_label: str
    needed: int
    planned: int
    there: int
    why: str


def rota_of(actor: Actor, day: date) -> list[DutyRow]:
    """Every duty of which any part is on that day in UK time: last night's, the day's, the night's."""
    _may_view(actor)
    begins = datetime.combine(day, time.min, UK)
    ends = datetime.combine(day + timedelta(days=1), time.min, UK)
    return [_row(duty) for duty in _all().filter(begins_at__lt=ends, ends_at__gt=begins)]


def rota_page(actor: Actor, day: date, paging: Paging) -> Page[DutyRow]:
    """The duties that begin on that day, page by page."""
    _may_view(actor)
    return page_of(Duty.objects.select_related("staff").filter(day=day), ("begins_at", "id"), _row, paging)


def on_duty(actor: Actor, at: datetime | None = None) -> list[DutyRow]:
    """Who was booked on at that moment."""
    _may_view(actor)
    moment = at or now()
    there = Q(booked_off_at=None) | Q(booked_off_at__gt=moment)
    # A duty that nobody booked off ends with its hours; what is longer than a duty ago needs no look.
    found = _all().filter(there, booked_on_at__lte=moment, ends_at__gt=moment, begins_at__gt=moment - rules.LONGEST * 2)
    return [_row(duty) for duty in found]


def duty(actor: Actor, duty_id: UUID) -> DutyRow:
    _may_view(actor)
    row = duty_row(duty_id)
    if row is None:
        raise NotFound("There is no such duty.")
    return row


def duty_row(duty_id: UUID) -> DutyRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = _all().filter(id=duty_id).first()
    return _row(found) if found else None


def own_duty(actor: Actor, at: datetime | None = None) -> DutyRow | None:
    """The actor's duty that runs now or begins within the hour, the one booked on to first."""
    if actor.id is None:
        return None
    moment = at or now()
    mine = _all().filter(staff__account_id=actor.id, cancelled_why="", booked_off_at=None, ends_at__gt=moment)
    found = mine.filter(begins_at__lte=moment + rules.EARLY).order_by("begins_at").first()
    return _row(found) if found else None


def staff_of_account(account_id: UUID) -> StaffRow | None:
    """Whose account this is, for what they themselves send."""
    found = Staff.objects.filter(account_id=account_id).first()
    return _staff_row(found) if found else None


def at_work(staff_ids: Iterable[UUID]) -> dict[UUID, StaffRow]:
    """These people, without those who have left, for whoever puts them to work."""
    return {each.id: _staff_row(each) for each in Staff.objects.filter(id__in=list(staff_ids), left_at=None)}


def by_collar_numbers(numbers: Iterable[str]) -> dict[str, StaffRow]:
    """Who has these collar numbers and has not left."""
    found = Staff.objects.filter(collar_number__in=list(numbers), left_at=None)
    return {each.collar_number: _staff_row(each) for each in found}


def is_anothers_number(collar_number: str, name: str) -> bool:
    """Whether this collar number is of somebody who bears no part of this name; a number we do not know is nobody's."""
    found = Staff.objects.filter(collar_number=collar_number).values_list("name", flat=True).first()
    return found is not None and not set(found.casefold().split()) & set(name.casefold().split())


def strength(day: date, shift: str, duties: list[DutyRow]) -> list[Strength]:
    """The shift against what it needs; `duties` are the rota's."""
    here = [each for each in duties if each.day == day and each.shift == shift and not each.cancelled_why]
    planned = Counter((each.site, each.role) for each in here)
    there = Counter((each.site, each.role) for each in here if each.is_there)
    names, labels = rules.sites(day), labels_of_roles()
    return [
        Strength(
            site=need.site,
            site_name=names.get(need.site, need.site),
            role=need.role,
            role_label=labels.get(need.role, need.role),
            needed=need.by_shift[shift],
            planned=planned[need.site, need.role],
            there=there[need.site, need.role],
            why=need.why,
        )
        for need in rules.needs(day)
        if need.by_shift[shift] or planned[need.site, need.role]
    ]


def needs(day: date) -> tuple[rules.Need, ...]:
    return rules.needs(day)


def sites(day: date) -> dict[str, str]:
    return rules.sites(day)


def shifts(day: date) -> tuple[rules.Shift, ...]:
    return rules.shifts(day)


def hours_of(day: date, worked: rules.Shift) -> tuple[datetime, datetime]:
    return rules.hours_of(day, worked)


def shift_now(at: datetime) -> tuple[date, str]:
    """The day and the shift that run at that moment."""
    here = at.astimezone(UK).date()
    for day in (here, here - timedelta(days=1)):
        for each in rules.shifts(day):
            begins, ends = rules.hours_of(day, each)
            if begins <= at < ends:
                return day, each.code
    return here, rules.shifts(here)[0].code


def staff_page(actor: Actor, paging: Paging) -> Page[StaffRow]:
    _may_view(actor)
    return page_of(Staff.objects.filter(left_at=None), ("collar_number", "id"), _staff_row, paging)


def staff_found(actor: Actor, text: str, paging: Paging) -> Page[StaffRow]:
    """Whose name or collar number holds these words."""
    _may_view(actor)
    found = Staff.objects.filter(left_at=None)
    if text := text.replace("\x00", ""):
        found = found.filter(Q(name__icontains=text) | Q(collar_number__icontains=text))
    return page_of(found, ("collar_number", "id"), _staff_row, paging)


def staff(actor: Actor, staff_id: UUID) -> StaffRow:
    _may_view(actor)
    found = Staff.objects.filter(id=staff_id).first()
    if found is None:
        raise NotFound("There is no such staff record.")
    return _staff_row(found)


def _all() -> QuerySet[Duty]:
    return Duty.objects.select_related("staff").order_by("begins_at", "site", "desk", "id")


def _may_view(actor: Actor) -> None:
    if not actor.may(CanPeople.VIEW):
        raise NotPermitted("You do not have the right to see the rota.")


def _staff_row(found: Staff) -> StaffRow:
    return StaffRow(
        id=found.id,
        name=found.name,
        collar_number=found.collar_number,
        role=found.role,
        role_label=labels_of_roles().get(found.role, found.role),
        site=found.site,
        post=found.post,
        account_id=found.account_id,
        version=found.version,
    )


def _row(found: Duty) -> DutyRow:
    return DutyRow(
        id=found.id,
        version=found.version,
        day=found.day,
        shift=found.shift,
        begins_at=found.begins_at,
        ends_at=found.ends_at,
        site=found.site,
        desk=found.desk,
        role=found.role,
        role_label=labels_of_roles().get(found.role, found.role),
        staff_id=found.staff_id,
        name=found.staff.name,
        collar_number=found.staff.collar_number,
        account_id=found.staff.account_id,
        booked_on_at=found.booked_on_at,
        booked_off_at=found.booked_off_at,
        cancelled_why=found.cancelled_why,
    )
