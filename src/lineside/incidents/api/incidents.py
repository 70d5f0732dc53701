"""One incident: open, read, grade, place, own, result."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import incident_out, seeing
from lineside.incidents.api.schemas import (
    CodesOut,
    DeskIn,
    GradeIn,
    IncidentOut,
    OpeningIn,
    PlaceIn,
    ResultIn,
    ResultWordsOut,
    WordingOut,
)
from lineside.incidents.permissions import CanIncident
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import FindIn, PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router()


@router.get("/incident-codes", response=CodesOut)
@reads(CanIncident.VIEW)
def read_codes(request: Asking) -> Any:  # noqa: ANN401, ARG001
    """The codes in force: kinds of incident, grades, results, closing categories, qualifiers."""
    return {name: [{"code": code, "label": label} for code, label in rows] for name, rows in queries.choices().items()}


@router.get("/incidents", response=PageOut[IncidentOut])
@reads(CanIncident.VIEW)
def list_incidents(request: Asking, paging: Query[PagingIn], state: str = "") -> Page[queries.IncidentRow]:
    """Newest first; `state` is one of its states, or `open` for every one that is not closed."""
    return queries.page(request.actor, paging, state=state[:20])


@router.get("/incidents/found", response=PageOut[IncidentOut])
@reads(CanIncident.VIEW)
def find_incidents(request: Asking, asked: Query[FindIn]) -> Page[queries.IncidentRow]:
    """At most 20, open or closed, whose summary, place, train or informant hold every word; the look is on record."""
    return page_in(queries.find_incidents(request.actor, asked.text, asked.why), asked)


@router.post("/incidents", response={201: IncidentOut})
@changes(commands.open_incident, no_version_because="It opens a new incident.")
def open_incident(request: Asking, opening: OpeningIn) -> Any:  # noqa: ANN401
    facts = commands.Opening(**{**opening.dict(), "qualifiers": tuple(opening.qualifiers)})
    return Status(201, incident_out(asked_once(request, commands.open_incident, actor=request.actor, opening=facts)))


@router.get("/incidents/{uuid:incident_id}", response=IncidentOut)
@reads(CanIncident.VIEW, sighting="incidents.incident")
def read_incident(request: Asking, incident_id: UUID) -> IncidentOut:
    return incident_out(queries.incident(request.actor, incident_id))


@router.get("/incidents/{uuid:incident_id}/wording", response=WordingOut)
@reads(CanIncident.VIEW, sighting="incidents.incident")
def read_wording(request: Asking, incident_id: UUID) -> WordingOut:
    """Its codes in the words they had when they were used, and the editions that hold them."""
    incident = queries.incident(request.actor, incident_id)
    said = queries.in_words(incident)
    results = [
        ResultWordsOut(code=code, label=label, reference=reference) for code, label, reference in said["results"]
    ]
    return WordingOut(**(said | {"editions": incident.editions, "results": results}))


@router.post("/incidents/{uuid:incident_id}/grade", response=IncidentOut)
@changes(commands.grade_incident)
def grade_incident(request: Asking, incident_id: UUID, asked: GradeIn) -> IncidentOut:
    return incident_out(
        asked_once(
            request,
            commands.grade_incident,
            actor=request.actor,
            incident_id=incident_id,
            grade=asked.grade,
            reason=asked.reason,
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/result", response=IncidentOut)
@changes(commands.result_incident)
def result_incident(request: Asking, incident_id: UUID, result: ResultIn) -> IncidentOut:
    return incident_out(
        asked_once(
            request,
            commands.result_incident,
            actor=seeing(request, incident_id),
            incident_id=incident_id,
            closing_code=result.closing_code,
            result_codes=tuple(result.result_codes),
            references=result.references,
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/place", response=IncidentOut)
@changes(commands.relocate_incident)
def relocate_incident(request: Asking, incident_id: UUID, place: PlaceIn) -> IncidentOut:
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
@changes(commands.take_ownership)
def take_ownership(request: Asking, incident_id: UUID, to: DeskIn) -> IncidentOut:
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


@router.post("/incidents/{uuid:incident_id}/exercise", response=IncidentOut)
@changes(commands.mark_exercise)
def mark_exercise(request: Asking, incident_id: UUID) -> IncidentOut:
    """The log is an exercise from here on; there is no way back."""
    seeing(request, incident_id)
    version = seen_version(request)
    done = asked_once(
        request, commands.mark_exercise, actor=request.actor, incident_id=incident_id, seen_version=version
    )
    return incident_out(done)
