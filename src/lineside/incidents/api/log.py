"""The log: read, add, correct."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import actor_of, seeing
from lineside.incidents.api.schemas import KeyOut, LineIn, LineOut
from lineside.kernel.errors import NotFound
from lineside.kernel.http import asked_once

router = Router()


@router.get("/incidents/{uuid:incident_id}/log", response=list[LineOut])
def read_log(request: HttpRequest, incident_id: UUID, after: UUID | None = None) -> Any:  # noqa: ANN401
    queries.incident(actor_of(request), incident_id)
    return [asdict(line) for line in queries.log(incident_id, after)]


@router.post("/incidents/{uuid:incident_id}/log", response={201: KeyOut})
def add_line(request: HttpRequest, incident_id: UUID, line: LineIn) -> Any:  # noqa: ANN401
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
def correct_line(request: HttpRequest, incident_id: UUID, entry_id: UUID, line: LineIn) -> Any:  # noqa: ANN401
    """A line more, which names the one that it puts right; that one stays as it is."""
    actor = seeing(request, incident_id)
    if entry_id not in {each.id for each in queries.log(incident_id)}:
        raise NotFound("There is no such line in this log.")
    return Status(
        201, {"id": asked_once(request, commands.correct_log_entry, actor=actor, entry_id=entry_id, text=line.text)}
    )
