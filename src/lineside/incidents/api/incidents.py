"""One incident: open, read, grade, place, own, result, close."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import actor_of, incident_out, row_out, seeing
from lineside.incidents.api.schemas import (
    CodesOut,
    DeskIn,
    GradeIn,
    IncidentOut,
    IncidentPage,
    OpeningIn,
    PlaceIn,
    ResultIn,
    WhyIn,
)
from lineside.kernel.http import asked_once, seen_version

router = Router()
Limit = Annotated[int, Field(ge=1, le=200)]


@router.get("/incident-codes", response=CodesOut)
def list_codes(request: HttpRequest) -> Any:  # noqa: ANN401
    """The codes in force: kinds of incident, grades, results, closing categories, qualifiers."""
    queries.visible_to(actor_of(request))
    return queries.choices()


@router.get("/incidents", response=IncidentPage)
def list_incidents(request: HttpRequest, state: str = "", after: UUID | None = None, limit: Limit = 50) -> Any:  # noqa: ANN401
    rows = queries.page(actor_of(request), state=state[:20], after=after, limit=limit)
    return {"items": [row_out(row) for row in rows], "next": rows[-1].id if len(rows) == limit else None}


@router.post("/incidents", response={201: IncidentOut})
def open_incident(request: HttpRequest, opening: OpeningIn) -> Any:  # noqa: ANN401
    facts = commands.Opening(**{**opening.dict(), "qualifiers": tuple(opening.qualifiers)})
    return Status(
        201, incident_out(asked_once(request, commands.open_incident, actor=actor_of(request), opening=facts))
    )


@router.get("/incidents/{uuid:incident_id}", response=IncidentOut)
def get_incident(request: HttpRequest, response: HttpResponse, incident_id: UUID) -> Any:  # noqa: ANN401
    found = queries.incident(actor_of(request), incident_id)
    response.headers["ETag"] = f'"{found.version}"'
    return incident_out(found)


@router.post("/incidents/{uuid:incident_id}/grade", response=IncidentOut)
def grade_incident(request: HttpRequest, incident_id: UUID, asked: GradeIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.grade_incident,
            actor=seeing(request, incident_id),
            incident_id=incident_id,
            grade=asked.grade,
            reason=asked.reason,
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/result", response=IncidentOut)
def result_incident(request: HttpRequest, incident_id: UUID, result: ResultIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.result_incident,
            actor=seeing(request, incident_id),
            incident_id=incident_id,
            closing_code=result.closing_code,
            result_codes=tuple(result.result_codes),
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/close", response=IncidentOut)
def close_incident(request: HttpRequest, incident_id: UUID) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id)
    version = seen_version(request)
    done = asked_once(request, commands.close_incident, actor=actor, incident_id=incident_id, seen_version=version)
    return incident_out(done)


@router.post("/incidents/{uuid:incident_id}/reopen", response=IncidentOut)
def reopen_incident(request: HttpRequest, incident_id: UUID, why: WhyIn) -> Any:  # noqa: ANN401
    actor = seeing(request, incident_id)
    return incident_out(
        asked_once(request, commands.reopen_incident, actor=actor, incident_id=incident_id, reason=why.reason)
    )


@router.post("/incidents/{uuid:incident_id}/place", response=IncidentOut)
def relocate_incident(request: HttpRequest, incident_id: UUID, place: PlaceIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.relocate_incident,
            actor=seeing(request, incident_id),
            incident_id=incident_id,
            place_text=place.place_text,
            place=place.place,
            place_status=place.place_status,
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/own", response=IncidentOut)
def take_ownership(request: HttpRequest, incident_id: UUID, to: DeskIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.take_ownership,
            actor=seeing(request, incident_id),
            incident_id=incident_id,
            desk=to.desk,
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/cancel", response=IncidentOut)
def cancel_incident(request: HttpRequest, incident_id: UUID, why: WhyIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.cancel_incident,
            actor=seeing(request, incident_id),
            incident_id=incident_id,
            reason=why.reason,
            seen_version=seen_version(request),
        )
    )
