"""The log: read, add, correct."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import seeing
from lineside.incidents.api.schemas import KeyOut, LineIn, LineOut
from lineside.incidents.permissions import CanIncident
from lineside.kernel.errors import NotFound
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router()


@router.get("/incidents/{uuid:incident_id}/log", response=PageOut[LineOut])
@reads(CanIncident.VIEW, sighting="incidents.log")
def list_log(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.LogLine]:
    """The lines in the order of recording."""
    seeing(request, incident_id)
    return queries.log_page(incident_id, paging)


@router.post("/incidents/{uuid:incident_id}/log", response={201: KeyOut})
@changes(commands.add_log_entry, no_version_because="A line is added to the log.")
def add_line(request: Asking, incident_id: UUID, line: LineIn) -> Any:  # noqa: ANN401
    key = asked_once(
        request,
        commands.add_log_entry,
        actor=seeing(request, incident_id),
        incident_id=incident_id,
        text=line.text,
        event_at=line.event_at,
    )
    return Status(201, {"id": key})


@router.post("/incidents/{uuid:incident_id}/log/{uuid:entry_id}/correct", response={201: KeyOut})
@changes(commands.correct_log_entry, no_version_because="A line is added to the log.")
def correct_line(request: Asking, incident_id: UUID, entry_id: UUID, line: LineIn) -> Any:  # noqa: ANN401
    """A line more, which names the one that it puts right; that one stays as it is."""
    actor = seeing(request, incident_id)
    if entry_id not in {each.id for each in queries.log(incident_id)}:
        raise NotFound("There is no such line in this log.")
    key = asked_once(
        request,
        commands.correct_log_entry,
        actor=actor,
        entry_id=entry_id,
        text=line.text,
        event_at=line.event_at,
    )
    return Status(201, {"id": key})
