"""The API of the queues: who sits where, calls for help, surges."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.errors import NotFound
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.queues import commands, queries
from lineside.queues.models import HelpCall, Seat, Surge
from lineside.queues.permissions import CanQueue
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class SeatOut(Schema):
    id: UUID
    version: int
    account_id: UUID
    name: str
    site: str
    state: str
    since: datetime
    until: datetime | None
    contact_id: UUID | None
    contact_reference: str
    telephone: str


class SeatStateIn(Schema):
    model_config = example(state="available", telephone="201")

    state: str = Field(max_length=20)
    telephone: str | None = Field(None, max_length=20, description="Yours, which the switch rings; none: as before.")


class QueueOut(Schema):
    code: str
    label: str
    channel: str
    needs: list[str]
    site: str
    within_seconds: int
    share: int
    standard: str


class HelpOut(Schema):
    id: UUID
    version: int
    contact_id: UUID
    contact_reference: str
    by_name: str
    at: datetime
    why: str
    answered_by: str
    answered_at: datetime | None
    answer: str


class AnswerIn(Schema):
    model_config = example(answer="I listen in; keep him talking.")

    answer: str = Field(max_length=500)


class SurgeOut(Schema):
    id: UUID
    version: int
    began_at: datetime
    began_by: str
    why: str
    ended_at: datetime | None


class SurgeIn(Schema):
    model_config = example(why="A train is stopped in a tunnel; 200 calls waiting.")

    why: str = Field(max_length=500)


@router.get("/queues", response=PageOut[QueueOut])
@reads(CanQueue.VIEW)
def list_queues(request: Asking, paging: Query[PagingIn]) -> Page[dict[str, object]]:  # noqa: ARG001
    """The queues in force: what each needs, and how soon it should be answered."""
    rows: list[dict[str, object]] = [
        {
            "code": each.code,
            "label": each.label,
            "channel": each.channel,
            "needs": list(each.needs),
            "site": each.site,
            "within_seconds": int(each.within.total_seconds()),
            "share": each.share,
            "standard": each.standard,
        }
        for each in queries.queues()
    ]
    return page_in(rows, paging)


@router.get("/queues/seats", response=PageOut[SeatOut])
@reads(CanQueue.VIEW)
def list_seats(request: Asking, paging: Query[PagingIn]) -> Page[queries.SeatRow]:
    """Who sits at a desk and what they do now."""
    return page_in(queries.seats(request.actor), paging)


@router.post("/queues/seats/mine", response=SeatOut)
@changes(commands.choose_state, no_version_because="It says what I am doing now; the last word counts.")
def choose_state(request: Asking, said: SeatStateIn) -> Seat:
    return asked_once(request, commands.choose_state, actor=request.actor, state=said.state, telephone=said.telephone)


@router.get("/queues/help", response=PageOut[HelpOut])
@reads(CanQueue.VIEW)
def list_help(request: Asking, paging: Query[PagingIn]) -> Page[queries.HelpRow]:
    """Who asks for a supervisor and was not answered yet."""
    return page_in(queries.help_calls(request.actor), paging)


@router.get("/queues/help/{uuid:help_id}", response=HelpOut)
@reads(CanQueue.VIEW)
def read_help(request: Asking, help_id: UUID) -> queries.HelpRow:
    return queries.help_call(request.actor, help_id)


@router.post("/queues/help/{uuid:help_id}/answer", response=HelpOut)
@changes(commands.answer_help)
def answer_help(request: Asking, help_id: UUID, said: AnswerIn) -> HelpCall:
    return asked_once(
        request,
        commands.answer_help,
        actor=request.actor,
        help_id=help_id,
        answer=said.answer,
        seen_version=seen_version(request),
    )


@router.get("/queues/surge", response=SurgeOut)
@reads(CanQueue.VIEW)
def read_surge(request: Asking) -> queries.SurgeRow:  # noqa: ARG001
    found = queries.surge()
    if found is None:
        raise NotFound("No surge is on.")
    return found


@router.post("/queues/surge", response={201: SurgeOut})
@changes(commands.declare_surge, no_version_because="It makes something new; there is one at a time.")
def declare_surge(request: Asking, said: SurgeIn) -> Status[Surge]:
    return Status(201, asked_once(request, commands.declare_surge, actor=request.actor, why=said.why))


@router.post("/queues/surge/{uuid:surge_id}/end", response=SurgeOut)
@changes(commands.end_surge, no_version_because="It ends once; the second to ask is told.")
def end_surge(request: Asking, surge_id: UUID) -> Surge:
    return asked_once(request, commands.end_surge, actor=request.actor, surge_id=surge_id)
