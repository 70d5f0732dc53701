"""The API of staff records and the rota."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.people import commands, queries
from lineside.people.commands import Facts, Place
from lineside.people.permissions import CanPeople
from lineside.ui.operations import Day, Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
NEW = "It makes something new."
SOMEBODY = "01900000-0000-7000-8000-000000000001"
ONE_MOMENT = "Booking on and off each happen once; the second to ask is told when."


class StaffOut(Schema):
    id: UUID
    name: str
    collar_number: str
    role: str
    role_label: str
    site: str
    post: str
    account_id: UUID | None
    version: int


class StaffIn(Schema):
    model_config = example(name="Robin Vale", collar_number="C4711", role="trainer", site="HQ")

    name: str = Field(max_length=120)
    collar_number: str = Field(max_length=10)
    role: str = Field(max_length=40)
    site: str = Field(max_length=8)
    post: str = Field("", max_length=8)
    account_id: UUID | None = None


class DutyOut(Schema):
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
    booked_on_at: datetime | None
    booked_off_at: datetime | None
    cancelled_why: str


class SeatIn(Schema):
    staff_id: UUID
    desk: str = Field(max_length=40)
    site: str = Field("", max_length=8)
    role: str = Field("", max_length=40)


class ShiftIn(Schema):
    model_config = example(day="2026-11-26", shift="day", places=[{"staff_id": SOMEBODY, "desk": "Contact 7"}])

    day: Day
    shift: str = Field(max_length=20)
    places: list[SeatIn]


class DutyIn(Schema):
    model_config = example(
        place={"staff_id": SOMEBODY, "desk": "Contact 7"},
        begins_at="2026-11-27T07:00:00Z",
        ends_at="2026-11-27T19:00:00Z",
    )

    place: SeatIn
    begins_at: Moment
    ends_at: Moment


class PlannedOut(Schema):
    duties: int


class CancelIn(Schema):
    model_config = example(reason="Unwell; C1042 stands in.")

    reason: str = Field(max_length=500)


class MomentIn(Schema):
    model_config = example(at=None)

    at: Moment | None = None


@router.get("/people/staff", response=PageOut[StaffOut])
@reads(CanPeople.VIEW)
def list_staff(request: Asking, paging: Query[PagingIn]) -> Page[queries.StaffRow]:
    """Staff records in the order of collar numbers."""
    return queries.staff_page(request.actor, paging)


@router.get("/people/staff/{uuid:staff_id}", response=StaffOut)
@reads(CanPeople.VIEW)
def read_staff(request: Asking, staff_id: UUID) -> queries.StaffRow:
    return queries.staff(request.actor, staff_id)


@router.post("/people/staff", response={201: StaffOut})
@changes(commands.record_staff, no_version_because=NEW)
def record_staff(request: Asking, said: StaffIn) -> Status[queries.StaffRow]:
    made = asked_once(request, commands.record_staff, actor=request.actor, facts=Facts(**said.dict()))
    return Status(201, queries.staff(request.actor, made.id))


@router.put("/people/staff/{uuid:staff_id}", response=StaffOut)
@changes(commands.change_staff)
def change_staff(request: Asking, staff_id: UUID, said: StaffIn) -> queries.StaffRow:
    asked_once(
        request,
        commands.change_staff,
        actor=request.actor,
        staff_id=staff_id,
        facts=Facts(**said.dict()),
        seen_version=seen_version(request),
    )
    return queries.staff(request.actor, staff_id)


@router.get("/people/rota", response=PageOut[DutyOut])
@reads(CanPeople.VIEW)
def read_rota(request: Asking, paging: Query[PagingIn], day: date | None = None) -> Page[queries.DutyRow]:
    """The duties that begin on that day, today without one."""
    return queries.rota_page(request.actor, day or uk_day(now()), paging)


@router.post("/people/rota", response={201: PlannedOut})
@changes(commands.plan_shift, no_version_because="A whole shift is planned or none of it; nobody is given two desks.")
def plan_shift(request: Asking, said: ShiftIn) -> Status[dict[str, int]]:
    places = [Place(**place.dict()) for place in said.places]
    planned = asked_once(
        request, commands.plan_shift, actor=request.actor, day=said.day, shift=said.shift, places=places
    )
    return Status(201, {"duties": planned})


@router.post("/people/duties", response={201: DutyOut})
@changes(commands.plan_duty, no_version_because=NEW)
def plan_duty(request: Asking, said: DutyIn) -> Status[queries.DutyRow]:
    made = asked_once(
        request,
        commands.plan_duty,
        actor=request.actor,
        place=Place(**said.place.dict()),
        begins_at=_moment(said.begins_at, "begins_at"),
        ends_at=_moment(said.ends_at, "ends_at"),
    )
    return Status(201, queries.duty(request.actor, made.id))


@router.get("/people/duties/{uuid:duty_id}", response=DutyOut)
@reads(CanPeople.VIEW)
def read_duty(request: Asking, duty_id: UUID) -> queries.DutyRow:
    return queries.duty(request.actor, duty_id)


@router.post("/people/duties/{uuid:duty_id}/cancel", response=DutyOut)
@changes(commands.cancel_duty)
def cancel_duty(request: Asking, duty_id: UUID, said: CancelIn) -> queries.DutyRow:
    asked_once(
        request,
        commands.cancel_duty,
        actor=request.actor,
        duty_id=duty_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )
    return queries.duty(request.actor, duty_id)


@router.post("/people/duties/{uuid:duty_id}/book-on", response=DutyOut)
@changes(commands.book_on, no_version_because=ONE_MOMENT)
def book_on(request: Asking, duty_id: UUID, said: MomentIn) -> queries.DutyRow:
    asked_once(request, commands.book_on, actor=request.actor, duty_id=duty_id, at=_known(said.at))
    return queries.duty(request.actor, duty_id)


@router.post("/people/duties/{uuid:duty_id}/book-off", response=DutyOut)
@changes(commands.book_off, no_version_because=ONE_MOMENT)
def book_off(request: Asking, duty_id: UUID, said: MomentIn) -> queries.DutyRow:
    asked_once(request, commands.book_off, actor=request.actor, duty_id=duty_id, at=_known(said.at))
    return queries.duty(request.actor, duty_id)


@router.get("/people/on-duty", response=PageOut[DutyOut])
@reads(CanPeople.VIEW)
def on_duty(request: Asking, paging: Query[PagingIn], at: datetime | None = None) -> Page[queries.DutyRow]:
    """Who was booked on at that moment, now without one."""
    return page_in(queries.on_duty(request.actor, _known(at)), paging)


def _known(at: datetime | None) -> datetime | None:
    return _moment(at, "at") if at else None


def _moment(at: datetime, field: str) -> datetime:
    if at.tzinfo is None:
        raise RuleBroken("Give the time with its zone, as 2026-11-26T07:00:00Z.", field)
    return at
