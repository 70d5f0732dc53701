"""Handover sheets over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.handovers import commands, queries
from lineside.handovers.permissions import CanHandOver
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["handovers"])


class SheetIn(Schema):
    """Which desk is handed over, and what is added in words."""

    model_config = example(desk="Control North", remarks="The lift at York is out until Monday.")

    desk: str = Field(max_length=80)
    remarks: str = Field("", max_length=4000)


class SheetTakeIn(Schema):
    """The keys of every item that was read, and what is answered in words."""

    model_config = example(
        ticked=[
            "immediate", "missing", "prisoners", "deaths", "protections", "scenes", "deferred", "gaps", "offers",
            "calls", "outages",
        ],
        words="The lift is noted.",
    )  # fmt: skip

    ticked: list[str] = Field(max_length=2000)
    words: str = Field("", max_length=4000)


class SheetItemOut(Schema):
    key: str
    section: str
    words: str
    incident: str


class SheetOut(Schema):
    """A sheet in the words in which it was given."""

    id: UUID
    desk: str
    state: str
    given_at: datetime
    given_by: str
    remarks: str
    taken_at: datetime | None
    taken_by: str
    taken_words: str
    told: list[SheetItemOut]

    @staticmethod
    def resolve_told(row: Any) -> list[Any]:  # noqa: ANN401
        return [item for _, items in row.sections for item in items]


@router.get("/handovers", response=PageOut[SheetOut])
@reads(CanHandOver.VIEW, sighting="handovers.sheets")
def list_sheets(request: Asking, paging: Query[PagingIn]) -> Page[queries.SheetRow]:
    """Every sheet, the newest first."""
    return queries.sheets_page(request.actor, paging)


@router.get("/handovers/{uuid:sheet_id}", response=SheetOut)
@reads(CanHandOver.VIEW, sighting="handovers.sheet")
def read_sheet(request: Asking, sheet_id: UUID) -> queries.SheetRow:
    return queries.sheet(request.actor, sheet_id)


@router.post("/handovers", response={201: SheetOut})
@changes(commands.give_sheet, no_version_because="A sheet is written of what stands at that moment.")
def give_sheet(request: Asking, given: SheetIn) -> Any:  # noqa: ANN401
    done = asked_once(request, commands.give_sheet, actor=request.actor, desk=given.desk, remarks=given.remarks)
    return Status(201, queries.sheet(request.actor, done.id))


@router.post("/handovers/{uuid:sheet_id}/take", response=SheetOut)
@changes(commands.take_sheet, no_version_because="A sheet never changes; it is taken once.")
def take_sheet(request: Asking, sheet_id: UUID, taken: SheetTakeIn) -> queries.SheetRow:
    """Take the desk over: every item read and ticked, by somebody else than who gave it."""
    asked_once(
        request,
        commands.take_sheet,
        actor=request.actor,
        sheet_id=sheet_id,
        ticked=tuple(taken.ticked),
        words=taken.words,
    )
    return queries.sheet(request.actor, sheet_id)
