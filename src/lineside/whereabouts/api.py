"""Where a caller is, over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.contacts.api.schemas import RetriedLetterOut
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking
from lineside.whereabouts import commands, queries

router = Router(tags=["whereabouts"])


class FixOut(Schema):
    """One position that was told of a caller."""

    id: UUID
    way: str
    source: str
    received_at: datetime
    positioned_at: datetime | None
    lat: float | None
    lon: float | None
    uncertainty_m: float | None
    confidence_pct: int | None
    area: dict[str, Any]
    address: dict[str, str]
    warnings: list[str]
    more: dict[str, str]


@router.get("/contacts/{uuid:contact_id}/whereabouts", response=PageOut[FixOut])
@reads(CanContact.VIEW)
def list_whereabouts(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.FixRow]:
    """Every position told of this caller, newest first; the look is on record."""
    return page_in(queries.fixes_of(contact(contact_id, request.actor), request.actor), paging)


class OperatorEnquiryIn(Schema):
    """Who is asked about a lost 999 caller, and why."""

    model_config = example(asked_of="call_handling_agent", why="She whispered that he has a knife; the line went dead.")

    asked_of: str = Field(max_length=24)
    why: str = Field(max_length=2000)


class OperatorAnswerIn(Schema):
    """What the enquiry brought."""

    model_config = example(outcome="told", told="A flat in Leeds, LS1 0AA, in the name of Vale.")

    outcome: str = Field(max_length=24)
    told: str = Field("", max_length=2000)


class OperatorEnquiryOut(Schema):
    """A 999 enquiry with the operator; after `until` no answer is taken."""

    id: UUID
    version: int
    contact_id: UUID
    number: str
    asked_of: str
    why: str
    asked_at: datetime
    asked_by: str
    until: datetime
    outcome: str
    told: str
    answered_at: datetime | None
    answered_by: str


@router.get("/contacts/{uuid:contact_id}/operator-enquiries", response=PageOut[OperatorEnquiryOut])
@reads(CanContact.VIEW, sighting="whereabouts.operator_enquiries")
def list_operator_enquiries(
    request: Asking, contact_id: UUID, paging: Query[PagingIn]
) -> Page[queries.OperatorEnquiryRow]:
    contact(contact_id, request.actor)
    return page_in(queries.operator_enquiries(contact_id), paging)


@router.post("/contacts/{uuid:contact_id}/operator-enquiries", response={201: OperatorEnquiryOut})
@changes(commands.ask_operator, no_version_because="It adds an enquiry and changes nothing of the call.")
def ask_operator(request: Asking, contact_id: UUID, asked: OperatorEnquiryIn) -> Any:  # noqa: ANN401
    """Ask who and where a lost 999 caller is, within an hour after the call."""
    return asked_once(
        request,
        commands.ask_operator,
        actor=request.actor,
        contact_id=contact_id,
        asked_of=asked.asked_of,
        why=asked.why,
    )


@router.get("/operator-enquiries/{uuid:operator_enquiry_id}", response=OperatorEnquiryOut)
@reads(CanContact.VIEW, sighting="whereabouts.operator_enquiries")
def read_operator_enquiry(request: Asking, operator_enquiry_id: UUID) -> queries.OperatorEnquiryRow:
    """Who was asked about which call, and what it brought."""
    found = queries.operator_enquiry(operator_enquiry_id)
    contact(found.contact_id, request.actor)
    return found


@router.post("/operator-enquiries/{uuid:operator_enquiry_id}/answer", response=OperatorEnquiryOut)
@changes(commands.record_operator_answer)
def record_operator_answer(request: Asking, operator_enquiry_id: UUID, said: OperatorAnswerIn) -> Any:  # noqa: ANN401
    return asked_once(
        request,
        commands.record_operator_answer,
        actor=request.actor,
        operator_enquiry_id=operator_enquiry_id,
        outcome=said.outcome,
        told=said.told,
        seen_version=seen_version(request),
    )


@router.post("/whereabouts/dead-letters/{uuid:dead_letter_id}/retry", response=RetriedLetterOut)
@changes(commands.retry_dead_position)
def retry_dead_position(request: Asking, dead_letter_id: UUID) -> Any:  # noqa: ANN401
    """Read a handset's text once more that could not be taken, and put it beside its call."""
    return asked_once(
        request,
        commands.retry_dead_position,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        seen_version=seen_version(request),
    )
