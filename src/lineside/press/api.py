"""The press over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.press import commands, queries
from lineside.press.commands import DutyFacts, EnquiryFacts
from lineside.press.permissions import CanPress
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["press"])


class PressDutyIn(Schema):
    """Which press officer is on duty."""

    model_config = example(
        name="Robin Vale", number="07700 900123", begins_at="2026-12-01T18:00:00Z", ends_at="2026-12-02T06:00:00Z"
    )

    name: str = Field(max_length=120)
    number: str = Field(max_length=40)
    begins_at: Moment
    ends_at: Moment


class PressDutyOut(Schema):
    """A press officer's duty."""

    id: UUID
    version: int
    name: str
    number: str
    begins_at: datetime
    ends_at: datetime


class PressDutyEndIn(Schema):
    """Why a duty ends before its time."""

    model_config = example(reason="Taken ill; Sam Ash has the telephone.")

    reason: str = Field(max_length=300)


class EnquiryIn(Schema):
    """What a journalist asks."""

    model_config = example(
        outlet="The Vale Post",
        journalist="Sam Ash",
        reached_by="07700 900124",
        asks="Why is the line at Leeds closed?",
        answer_by="2026-12-01T20:00:00Z",
    )

    outlet: str = Field(max_length=120)
    journalist: str = Field(max_length=120)
    reached_by: str = Field(max_length=200)
    asks: str = Field(max_length=4000)
    answer_by: Moment


class SaidIn(Schema):
    """What was said to them, and who cleared it."""

    model_config = example(words="Officers are at the scene.", cleared_by="Superintendent Holt")

    words: str = Field(max_length=4000)
    cleared_by: str = Field(max_length=120)


class PressEndIn(Schema):
    """How it ended."""

    model_config = example(outcome="no_comment")

    outcome: str = Field(max_length=20)


class SaidOut(Schema):
    """What was said."""

    words: str
    cleared_by: str
    by_name: str
    created_at: datetime


class EnquiryOut(Schema):
    """A press enquiry."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID | None
    state: str
    outlet: str
    journalist: str
    reached_by: str
    asks: str
    answer_by: datetime
    standing: str
    created_at: datetime
    by_name: str
    officer: str
    passed_at: datetime | None
    outcome: str
    closed_by: str
    closed_at: datetime | None


class WholeEnquiryOut(EnquiryOut):
    """A press enquiry with what was said."""

    said: list[SaidOut]


@router.get("/press/duties", response=PageOut[PressDutyOut])
@reads(CanPress.VIEW)
def list_press_duties(request: Asking, paging: Query[PagingIn]) -> Page[queries.PressDutyRow]:
    """Who is on duty for the press now and next."""
    return queries.duties_page(request.actor, paging)


@router.post("/press/duties", response=PressDutyOut)
@changes(commands.plan_press_duty, no_version_because="A new duty has no version yet.")
def plan_press_duty(request: Asking, said: PressDutyIn) -> Any:  # noqa: ANN401
    """Say which press officer is on duty."""
    return asked_once(request, commands.plan_press_duty, actor=request.actor, duty=DutyFacts(**said.dict()))


@router.get("/press/duties/{uuid:press_duty_id}", response=PressDutyOut)
@reads(CanPress.VIEW)
def read_press_duty(request: Asking, press_duty_id: UUID) -> queries.PressDutyRow:
    return queries.duty(request.actor, press_duty_id)


@router.post("/press/duties/{uuid:press_duty_id}/end", response=PressDutyOut)
@changes(commands.end_press_duty)
def end_press_duty(request: Asking, press_duty_id: UUID, said: PressDutyEndIn) -> Any:  # noqa: ANN401
    """End a duty that was wrong or is cut short, so that another can be planned."""
    seen = seen_version(request)
    return asked_once(
        request, commands.end_press_duty, actor=request.actor, duty_id=press_duty_id, seen_version=seen, **said.dict()
    )


@router.get("/press/enquiries", response=PageOut[EnquiryOut])
@reads(CanPress.VIEW, sighting="press.enquiries")
def list_press_enquiries(request: Asking, paging: Query[PagingIn]) -> Page[queries.EnquiryRow]:
    """Enquiries that are not closed, by the time by which each is to be answered."""
    return queries.enquiries_page(request.actor, paging)


@router.get("/press/enquiries/{uuid:enquiry_id}", response=WholeEnquiryOut)
@reads(CanPress.VIEW, sighting="press.enquiry")
def read_press_enquiry(request: Asking, enquiry_id: UUID) -> dict[str, Any]:
    """One enquiry with what was said."""
    return _whole(request, enquiry_id)


@router.post("/press/enquiries", response=WholeEnquiryOut)
@changes(commands.open_enquiry, no_version_because="A new enquiry has no version yet.")
def open_press_enquiry(request: Asking, said: EnquiryIn) -> dict[str, Any]:
    """Write down what a journalist asks."""
    made = asked_once(request, commands.open_enquiry, actor=request.actor, asked=EnquiryFacts(**said.dict()))
    return _whole(request, made.id)


@router.post("/press/enquiries/{uuid:enquiry_id}/pass", response=WholeEnquiryOut)
@changes(commands.pass_enquiry)
def pass_press_enquiry(request: Asking, enquiry_id: UUID) -> dict[str, Any]:
    """Say that the press officer on duty has it."""
    seen = seen_version(request)
    asked_once(request, commands.pass_enquiry, actor=request.actor, enquiry_id=enquiry_id, seen_version=seen)
    return _whole(request, enquiry_id)


@router.post("/press/enquiries/{uuid:enquiry_id}/said", response=WholeEnquiryOut)
@changes(commands.note_said)
def note_press_said(request: Asking, enquiry_id: UUID, said: SaidIn) -> dict[str, Any]:
    """Write down what was said to them, and who cleared it."""
    seen = seen_version(request)
    asked_once(
        request, commands.note_said, actor=request.actor, enquiry_id=enquiry_id, seen_version=seen, **said.dict()
    )
    return _whole(request, enquiry_id)


@router.post("/press/enquiries/{uuid:enquiry_id}/close", response=WholeEnquiryOut)
@changes(commands.close_enquiry)
def close_press_enquiry(request: Asking, enquiry_id: UUID, said: PressEndIn) -> dict[str, Any]:
    """Say how it ended."""
    seen = seen_version(request)
    asked_once(
        request, commands.close_enquiry, actor=request.actor, enquiry_id=enquiry_id, seen_version=seen, **said.dict()
    )
    return _whole(request, enquiry_id)


def _whole(request: Asking, enquiry_id: UUID) -> dict[str, Any]:
    row = queries.enquiry(request.actor, enquiry_id)
    return {**{name: getattr(row, name) for name in EnquiryOut.model_fields}, "said": queries.said_of(enquiry_id)}
