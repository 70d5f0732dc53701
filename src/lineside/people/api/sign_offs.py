"""Who is signed off for what: given, ended, and probation."""

from datetime import date
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.people import commands, queries
from lineside.people.models import SignOff
from lineside.people.permissions import CanPeople
from lineside.ui.operations import Day, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class ModuleOut(Schema):
    code: str
    label: str
    kind: str
    lasts_days: int
    edition: str


class SignOffOut(Schema):
    id: UUID
    version: int
    staff_id: UUID
    code: str
    edition: str
    first_day: date
    last_day: date
    signed_by: str
    evidence: str
    ended_on: date | None
    ended_by: str
    ended_why: str


class SignOffIn(Schema):
    model_config = example(code="emergency_calls", evidence="Ten calls heard by a trainer on 24 November.")

    code: str = Field(max_length=40)
    evidence: str = Field(max_length=500)
    first_day: Day | None = None
    last_day: Day | None = None


class EndIn(Schema):
    model_config = example(reason="Moved to the crime desk.")

    reason: str = Field(max_length=500)


class ProbationIn(Schema):
    model_config = example(last_day=None, reason="Passed after six months.")

    last_day: Day | None = Field(None, description="The last day of it; none ends it.")
    reason: str = Field(max_length=500)


class ProbationOut(Schema):
    id: UUID
    version: int
    probation_until: date | None


@router.get("/people/modules", response=PageOut[ModuleOut])
@reads(CanPeople.VIEW)
def list_modules(request: Asking, paging: Query[PagingIn]) -> Page[dict[str, object]]:  # noqa: ARG001
    """What is signed off before live work."""
    rows: list[dict[str, object]] = [
        {
            "code": each.code,
            "label": each.label,
            "kind": each.kind,
            "lasts_days": each.lasts.days,
            "edition": each.edition,
        }
        for each in queries.modules()
    ]
    return page_in(rows, paging)


@router.get("/people/staff/{uuid:staff_id}/sign-offs", response=PageOut[SignOffOut])
@reads(CanPeople.VIEW, sighting="people.sign_offs")
def list_sign_offs(request: Asking, staff_id: UUID, paging: Query[PagingIn]) -> Page[queries.SignOffRow]:
    return page_in(queries.sign_offs_of(request.actor, staff_id), paging)


@router.post("/people/staff/{uuid:staff_id}/sign-offs", response={201: SignOffOut})
@changes(commands.sign_off, no_version_because="A sign-off only adds to what somebody holds.")
def sign_off(request: Asking, staff_id: UUID, said: SignOffIn) -> Status[SignOff]:
    made = asked_once(request, commands.sign_off, actor=request.actor, staff_id=staff_id, **said.dict())
    return Status(201, made)


@router.get("/people/sign-offs/{uuid:sign_off_id}", response=SignOffOut)
@reads(CanPeople.VIEW, sighting="people.sign_off")
def read_sign_off(request: Asking, sign_off_id: UUID) -> queries.SignOffRow:
    return queries.given_sign_off(request.actor, sign_off_id)


@router.post("/people/sign-offs/{uuid:sign_off_id}/end", response=SignOffOut)
@changes(commands.end_sign_off)
def end_sign_off(request: Asking, sign_off_id: UUID, said: EndIn) -> SignOff:
    return asked_once(
        request,
        commands.end_sign_off,
        actor=request.actor,
        sign_off_id=sign_off_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )


@router.post("/people/staff/{uuid:staff_id}/probation", response=ProbationOut)
@changes(commands.set_probation)
def set_probation(request: Asking, staff_id: UUID, said: ProbationIn) -> object:
    return asked_once(
        request,
        commands.set_probation,
        actor=request.actor,
        staff_id=staff_id,
        until=said.last_day,
        reason=said.reason,
        seen_version=seen_version(request),
    )
