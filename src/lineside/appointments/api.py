"""Appointments over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.appointments import commands, queries
from lineside.appointments.permissions import CanAppoint
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["appointments"])


class AppointmentIn(Schema):
    """A slot as it was agreed with the caller; more than 48 hours after the first contact it says why."""

    model_config = example(begins="2099-12-01T10:00:00Z", attends="BX12", agreed_with="Ms Bell", place="Leeds")

    begins: Moment
    minutes: int | None = Field(None, ge=1, le=480)
    attends: str = Field(max_length=120)
    agreed_with: str = Field(max_length=120)
    place: str = Field("", max_length=120)
    late_why: str = Field("", max_length=500)


class AppointmentAgainIn(AppointmentIn):
    """Another slot in its place, with the reason."""

    model_config = example(
        begins="2099-12-01T10:00:00Z", attends="BX12", agreed_with="Ms Bell", reason="She works nights and asked for it"
    )

    reason: str = Field(max_length=500)


class AppointmentEndIn(Schema):
    """What became of it."""

    model_config = example(how="kept")

    how: str = Field(max_length=20, description="kept, not_in, not_wanted or not_needed")
    words: str = Field("", max_length=500)


class AppointmentOut(Schema):
    """One slot; one that was missed stays so."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    area: str
    begins_at: datetime
    ends_at: datetime
    attends: str
    place: str
    agreed_with: str
    late_why: str
    by_name: str
    state: str
    reminded_at: datetime | None
    missed_at: datetime | None
    ended_at: datetime | None
    ended_how: str
    ended_words: str
    ended_by: str
    is_promised: bool


@router.get("/appointments", response=PageOut[AppointmentOut])
@reads(CanAppoint.VIEW)
def list_appointments(request: Asking, paging: Query[PagingIn]) -> Page[queries.AppointmentRow]:
    """Slots that stand, the next first."""
    return queries.diary_page(request.actor, paging)


@router.get("/appointments/{uuid:appointment_id}", response=AppointmentOut)
@reads(CanAppoint.VIEW, sighting="appointments.appointment")
def read_appointment(request: Asking, appointment_id: UUID) -> queries.AppointmentRow:
    return queries.appointment(request.actor, appointment_id)


@router.post("/incidents/{uuid:incident_id}/appointments", response={201: AppointmentOut})
@changes(commands.agree_appointment, no_version_because="It adds a slot; where one stands already it is refused.")
def agree_appointment(request: Asking, incident_id: UUID, said: AppointmentIn) -> Any:  # noqa: ANN401
    """A slot is agreed for a scheduled log."""
    made = asked_once(
        request,
        commands.agree_appointment,
        actor=request.actor,
        incident_id=incident_id,
        agreement=commands.Agreement(**said.dict()),
    )
    return Status(201, queries.appointment(request.actor, made.id))


@router.post("/appointments/{uuid:appointment_id}/rearrange", response={201: AppointmentOut})
@changes(commands.rearrange_appointment)
def rearrange_appointment(request: Asking, appointment_id: UUID, said: AppointmentAgainIn) -> Any:  # noqa: ANN401
    """Another slot in its place; the answer is the new one."""
    facts = said.dict()
    reason = facts.pop("reason")
    made = asked_once(
        request,
        commands.rearrange_appointment,
        actor=request.actor,
        appointment_id=appointment_id,
        reason=reason,
        agreement=commands.Agreement(**facts),
        seen_version=seen_version(request),
    )
    return Status(201, queries.appointment(request.actor, made.id))


@router.post("/appointments/{uuid:appointment_id}/end", response=AppointmentOut)
@changes(commands.end_appointment)
def end_appointment(request: Asking, appointment_id: UUID, said: AppointmentEndIn) -> queries.AppointmentRow:
    asked_once(
        request,
        commands.end_appointment,
        actor=request.actor,
        appointment_id=appointment_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.appointment(request.actor, appointment_id)
