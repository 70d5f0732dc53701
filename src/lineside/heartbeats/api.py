"""Which parts are at work, for a force's own monitoring."""

from datetime import datetime

from ninja import Query, Router, Schema, Status

from lineside.heartbeats import commands, queries
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class HeartbeatOut(Schema):
    """A part of the system, its last beat, and whether and why it is down."""

    part: str
    at: datetime
    is_down: bool
    state: str
    down_since: datetime | None
    why: str


class RetireIn(Schema):
    """A part that is no longer used."""

    model_config = example(part="gateway sms", reason="The contract has ended.")

    part: str
    reason: str


@router.get("/heartbeats", response=PageOut[HeartbeatOut])
@reads(CanHeartbeat.VIEW)
def list_heartbeats(request: Asking, paging: Query[PagingIn]) -> Page[queries.HeartbeatRow]:  # noqa: ARG001 - ninja's
    """Every part that ever beat, those that are down first."""
    return page_in(queries.heartbeats(), paging)


@router.post("/heartbeats/retire", response={204: None})
@changes(commands.retire_part, no_version_because="A part that beats again is back by itself.")
def retire_part(request: Asking, sent: RetireIn) -> Status[None]:
    """Take a part that is down off the list because it is no longer used."""
    asked_once(request, commands.retire_part, actor=request.actor, part=sent.part, reason=sent.reason)
    return Status(204, None)
