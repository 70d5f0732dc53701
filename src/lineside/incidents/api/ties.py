"""What an incident has to do with others and with what must come first: duplicates, links, holds."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import actor_of, incident_out, row_out, seeing
from lineside.incidents.api.schemas import (
    DoneOut,
    HoldIn,
    HoldOut,
    IncidentOut,
    KeyOut,
    OtherIn,
    PossibleOut,
    ReleaseIn,
    SightingIn,
)
from lineside.kernel.clock import now
from lineside.kernel.http import asked_once, seen_version

router = Router()


@router.post("/incidents/{uuid:incident_id}/duplicate", response=IncidentOut)
def mark_duplicate(request: HttpRequest, incident_id: UUID, other: OtherIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id, other.other_id)
    return incident_out(
        asked_once(
            request,
            commands.mark_duplicate,
            actor=actor,
            incident_id=incident_id,
            master_id=other.other_id,
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/link", response={201: KeyOut})
def link_incidents(request: HttpRequest, incident_id: UUID, other: OtherIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id, other.other_id)
    key = asked_once(
        request,
        commands.link_incidents,
        actor=actor,
        incident_id=incident_id,
        other_id=other.other_id,
        why=other.why,
    )
    return Status(201, {"id": key})


@router.post("/incidents/possible-duplicates", response=list[PossibleOut])
def list_possible_duplicates(request: HttpRequest, seen: SightingIn) -> Any:  # noqa: ANN401
    """Open incidents that may be this one, asked before another is opened."""
    found = queries.possible_duplicates(
        actor_of(request),
        place=seen.place,
        at=seen.at or now(),
        number=seen.number,
        opening_code=seen.opening_code,
    )
    return [{"incident": row_out(each.row), "why": each.why} for each in found]


@router.get("/incidents/{uuid:incident_id}/holds", response=list[HoldOut])
def list_holds(request: HttpRequest, incident_id: UUID) -> Any:  # noqa: ANN401
    seeing(request, incident_id)
    return queries.holds(incident_id)


@router.post("/incidents/{uuid:incident_id}/holds", response={201: DoneOut})
def hold_closing(request: HttpRequest, incident_id: UUID, hold: HoldIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id)
    new = asked_once(request, commands.hold_closing, actor=actor, incident_id=incident_id, kind=hold.kind, why=hold.why)
    return Status(201, {"done": new})


@router.post("/incidents/{uuid:incident_id}/holds/release", response=DoneOut)
def release_hold(request: HttpRequest, incident_id: UUID, hold: ReleaseIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id)
    gone = asked_once(
        request, commands.release_hold, actor=actor, incident_id=incident_id, kind=hold.kind, reason=hold.reason
    )
    return {"done": gone}
