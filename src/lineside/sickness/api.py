"""Sickness over HTTP; why somebody is sick is read alone, with a right of its own and a reason."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.sickness import commands, queries
from lineside.sickness.commands import AbsenceFacts
from lineside.sickness.permissions import CanSickness
from lineside.ui.operations import Day, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["sickness"])
NEW = "It makes something new."


class AbsenceNoticeOut(Schema):
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


class AbsenceOut(Schema):
    """Who is absent from when to when, and what the HR system acknowledged; never why."""

    id: UUID
    version: int
    name: str
    collar_number: str
    first_day: date
    expected_day: date | None
    last_day: date | None
    reported_by: str
    contact_id: UUID | None
    notices: list[AbsenceNoticeOut]


class AbsenceIn(Schema):
    model_config = example(name="Robin Vale", collar_number="C4711", first_day="2026-11-26", reason="Unwell.")

    name: str = Field(max_length=200)
    collar_number: str = Field(max_length=8)
    first_day: Day
    expected_day: Day | None = None
    reason: str = Field(max_length=1000)


class AbsenceEndIn(Schema):
    model_config = example(collar_number="C4711", last_day="2026-11-26")

    collar_number: str = Field(max_length=8)
    last_day: Day


class NoticeHowIn(Schema):
    model_config = example(how="Told the HR duty desk by telephone.")

    how: str = Field(max_length=2000)


class AbsenceWhyIn(Schema):
    why: str = Field(max_length=300, description="Why it has to be read; it goes on record.")


class AbsenceReasonOut(Schema):
    reason: str


@router.get("/absences", response=PageOut[AbsenceOut])
@reads(CanSickness.VIEW, sighting="sickness.absences")
def list_absences(request: Asking, paging: Query[PagingIn]) -> Page[queries.AbsenceRow]:
    """Absences, the last reported first."""
    return queries.absence_page(request.actor, paging)


@router.get("/absences/{uuid:absence_id}", response=AbsenceOut)
@reads(CanSickness.VIEW, sighting="sickness.absence")
def read_absence(request: Asking, absence_id: UUID) -> queries.AbsenceRow:
    return queries.absence(request.actor, absence_id)


@router.get("/absences/{uuid:absence_id}/reason", response=AbsenceReasonOut)
@reads(CanSickness.READ_SEALED)
def read_absence_reason(request: Asking, absence_id: UUID, said: Query[AbsenceWhyIn]) -> dict[str, str]:
    """Why somebody is sick: health data, for few, and each look is on record."""
    return {"reason": queries.read_reason(request.actor, absence_id, said.why)}


@router.get("/absence-notices/{uuid:notice_id}", response=AbsenceNoticeOut)
@reads(CanSickness.VIEW, sighting="sickness.notice")
def read_absence_notice(request: Asking, notice_id: UUID) -> queries.NoticeRow:
    return queries.notice(request.actor, notice_id)


@router.post("/absences", response={201: AbsenceOut})
@changes(commands.report_absence, no_version_because=NEW)
def report_absence(request: Asking, said: AbsenceIn) -> Status[queries.AbsenceRow | None]:
    facts = AbsenceFacts(**said.dict(exclude={"reason"}))
    made = asked_once(request, commands.report_absence, actor=request.actor, facts=facts, secret=said.reason)
    return Status(201, queries.absence_row(made.id))


@router.post("/absences/end", response=AbsenceOut)
@changes(commands.end_absence, no_version_because="It names whoever is back; there is one open absence of each.")
def end_absence(request: Asking, said: AbsenceEndIn) -> queries.AbsenceRow | None:
    made = asked_once(request, commands.end_absence, actor=request.actor, **said.dict())
    return queries.absence_row(made.id)


@router.post("/absence-notices/{uuid:notice_id}/retry", response=AbsenceNoticeOut)
@changes(commands.retry_notice)
def retry_notice(request: Asking, notice_id: UUID) -> object:
    """Send what could not be delivered once more."""
    version = seen_version(request)
    return asked_once(request, commands.retry_notice, actor=request.actor, notice_id=notice_id, seen_version=version)


@router.post("/absence-notices/{uuid:notice_id}/aside", response=AbsenceNoticeOut)
@changes(commands.set_notice_aside)
def set_notice_aside(request: Asking, notice_id: UUID, said: NoticeHowIn) -> object:
    return asked_once(
        request,
        commands.set_notice_aside,
        actor=request.actor,
        notice_id=notice_id,
        how=said.how,
        seen_version=seen_version(request),
    )
