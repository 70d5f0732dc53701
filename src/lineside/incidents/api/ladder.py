"""The escalation ladder over the API: what nobody was sent to, and that somebody has seen it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema
from pydantic import BaseModel

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import incident_out, seeing
from lineside.incidents.api.schemas import IncidentOut
from lineside.incidents.permissions import CanIncident
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class RungSeenIn(Schema):
    """The level that stood there when they looked: 1 dispatcher, 2 supervisor, 3 duty inspector; 0 for any."""

    model_config = example(level=0)

    level: int = Field(0, ge=0, le=9)


class RungSeenOut(BaseModel, from_attributes=True):
    by: str
    at: datetime
    silent_until: datetime


class ReachedOut(BaseModel, from_attributes=True):
    """An incident at which nobody is: whom it has reached, and when it reaches the next."""

    incident: IncidentOut
    level: int
    reached: str
    since: datetime
    words: str
    next_at: datetime | None
    next_reaches: str
    seen: tuple[RungSeenOut, ...]


@router.get("/ladder", response=PageOut[ReachedOut])
@reads(CanIncident.HEAR)
def list_reached(request: Asking, paging: Query[PagingIn]) -> Page[queries.ReachedRow]:
    """All that stands on a rung of its ladder, whomever it has reached."""
    return queries.reached_page(request.actor, paging)


@router.post("/incidents/{uuid:incident_id}/rung-seen", response=IncidentOut)
@changes(commands.acknowledge_rung, no_version_because="To have seen it changes nothing of the incident.")
def acknowledge_rung(request: Asking, incident_id: UUID, asked: RungSeenIn) -> Any:  # noqa: ANN401
    """Say that it was seen; it comes back until somebody is sent."""
    done = asked_once(
        request,
        commands.acknowledge_rung,
        actor=seeing(request, incident_id),
        incident_id=incident_id,
        seen_level=asked.level,
    )
    return incident_out(done)
