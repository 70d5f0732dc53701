"""Promised updates over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.promises import commands, queries
from lineside.promises.permissions import CanPromise
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["promises"])


class PromiseIn(Schema):
    """What somebody was told: that they hear from us by then."""

    model_config = example(reach="ring", until="2099-12-01T16:30:00Z", what="Whether the bag was found")

    reach: str = Field(max_length=8, description="ring or write")
    until: Moment
    what: str = Field(max_length=500)


class PromiseEndIn(Schema):
    """How it was kept, or why it ends."""

    model_config = example(how="told_otherwise", words="Told at the counter of Leeds by the duty sergeant")

    how: str = Field(max_length=20)
    words: str = Field("", max_length=500)


class PromiseUndoneOut(Schema):
    """How it was kept before what kept it was found not to have reached them."""

    how: str
    words: str
    done_at: datetime
    done_by: str
    failed_at: datetime
    failed_why: str


class PromiseOut(Schema):
    """One promised update; a missed limit stays in it for good, and so does what kept it and did not arrive."""

    id: UUID
    version: int
    contact_id: UUID
    reference: str
    reach: str
    what: str
    due_at: datetime
    state: str
    by_name: str
    created_at: datetime
    missed_at: datetime | None
    how: str
    words: str
    done_at: datetime | None
    done_by: str
    undone: list[PromiseUndoneOut]


@router.get("/promises", response=PageOut[PromiseOut])
@reads(CanPromise.VIEW)
def list_promises(request: Asking, paging: Query[PagingIn]) -> Page[queries.PromiseRow]:
    """Promises that stand, the nearest limit first."""
    return queries.due_page(request.actor, paging)


@router.get("/contacts/{uuid:contact_id}/promises", response=PageOut[PromiseOut])
@reads(CanPromise.VIEW, sighting="promises.promises")
def list_promises_of_contact(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.PromiseRow]:
    """Every promise given on a contact, those that were missed among them."""
    return queries.promises_page(request.actor, contact_id, paging)


@router.get("/promises/{uuid:promise_id}", response=PromiseOut)
@reads(CanPromise.VIEW, sighting="promises.promise")
def read_promise(request: Asking, promise_id: UUID) -> queries.PromiseRow:
    return queries.promise(request.actor, promise_id)


@router.post("/contacts/{uuid:contact_id}/promises", response={201: PromiseOut})
@changes(commands.promise_update, no_version_because="It adds a promise and changes nothing of the contact.")
def promise_update(request: Asking, contact_id: UUID, said: PromiseIn) -> Any:  # noqa: ANN401
    made = asked_once(
        request,
        commands.promise_update,
        actor=request.actor,
        contact_id=contact_id,
        reach=said.reach,
        due_at=said.until,
        what=said.what,
    )
    return Status(201, queries.promise_row(made.id))


@router.post("/promises/{uuid:promise_id}/end", response=PromiseOut)
@changes(commands.end_promise)
def end_promise(request: Asking, promise_id: UUID, said: PromiseEndIn) -> Any:  # noqa: ANN401
    made = asked_once(
        request,
        commands.end_promise,
        actor=request.actor,
        promise_id=promise_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.promise_row(made.id)
