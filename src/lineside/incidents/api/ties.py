"""What an incident has to do with others and with what must come first: duplicates, links, holds."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from lineside.incidents import commands, queries, rules
from lineside.incidents.api.asking import incident_out, seeing
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
from lineside.incidents.permissions import CanIncident
from lineside.kernel.clock import now
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router()


@router.post("/incidents/{uuid:incident_id}/duplicate", response=IncidentOut)
@changes(commands.mark_duplicate)
def mark_duplicate(request: Asking, incident_id: UUID, other: OtherIn) -> Any:  # noqa: ANN401
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
@changes(commands.link_incidents, no_version_because="A link is added between two.")
def link_incidents(request: Asking, incident_id: UUID, other: OtherIn) -> Any:  # noqa: ANN401
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


@router.post("/incidents/possible-duplicates", response=PageOut[PossibleOut])
@reads(CanIncident.VIEW)
def list_possible_duplicates(request: Asking, seen: SightingIn, paging: Query[PagingIn]) -> Page[dict[str, Any]]:
    """Open incidents that may be this one, asked before another is opened."""
    found = queries.possible_duplicates(
        request.actor,
        place=seen.place,
        at=seen.at or now(),
        number=seen.number,
        opening_code=seen.opening_code,
    )
    return page_in([{"incident": each.row, "why": each.why} for each in found], paging)


@router.get("/incidents/{uuid:incident_id}/holds", response=PageOut[HoldOut])
@reads(CanIncident.VIEW)
def list_holds(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Any:  # noqa: ANN401
    """What must come first, before it can close."""
    seeing(request, incident_id)
    return queries.holds_page(incident_id, paging)


@router.post("/incidents/{uuid:incident_id}/holds", response={201: DoneOut})
@changes(commands.hold_closing, no_version_because="A hold is added.")
def hold_closing(request: Asking, incident_id: UUID, hold: HoldIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id)
    rules.check_hold_kind(hold.kind)
    new = asked_once(
        request,
        commands.hold_closing,
        actor=actor,
        incident_id=incident_id,
        kind=hold.kind,
        why=hold.why,
        released_how=hold.released_how,
    )
    return Status(201, {"done": new})


@router.post("/incidents/{uuid:incident_id}/holds/release", response=DoneOut)
@changes(commands.release_hold, no_version_because="A hold that is gone already stays gone.")
def release_hold(request: Asking, incident_id: UUID, hold: ReleaseIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id)
    rules.check_hold_kind(hold.kind)
    gone = asked_once(
        request, commands.release_hold, actor=actor, incident_id=incident_id, kind=hold.kind, reason=hold.reason
    )
    return {"done": gone}
