"""The API of incidents: everything the desks do with a log."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lineside.incidents import commands, queries
from lineside.incidents.models import Incident
from lineside.kernel.actors import Actor
from lineside.kernel.http import asked_once, seen_version

router = Router()


class IncidentOut(Schema):
    id: UUID
    reference: str
    version: int
    state: str
    grade: str
    opening_code: str
    summary: str
    place: str
    place_status: str
    area: str
    owner: str
    opened_at: datetime
    first_contact_at: datetime
    dispatch_by: datetime | None
    attend_by: datetime | None
    closed_at: datetime | None
    last_line: str


class IncidentPage(Schema):
    items: list[IncidentOut]
    next: UUID | None


class LineOut(Schema):
    id: UUID
    event_at: datetime
    recorded_at: datetime
    by: str
    kind: str
    text: str
    corrects_id: UUID | None


class OpeningIn(Schema):
    summary: str
    opening_code: str
    place_text: str = ""
    place: dict[str, Any] = {}
    place_status: str = "unknown"
    qualifiers: list[str] = []
    first_contact_at: datetime | None = None
    is_happening_now: bool = False
    informant_name: str = ""
    informant_number: str = ""
    headcode: str = ""
    area: str = ""
    desk: str = ""


class GradeIn(Schema):
    grade: str
    reason: str = ""


class LineIn(Schema):
    text: str
    event_at: datetime | None = None


class ResultIn(Schema):
    closing_code: str
    result_codes: list[str]


class WhyIn(Schema):
    reason: str


class OtherIn(Schema):
    other_id: UUID
    why: str = ""


class KeyOut(Schema):
    id: UUID


@router.get("/incidents", response=IncidentPage)
def list_incidents(request: HttpRequest, state: str = "", after: UUID | None = None, limit: int = 50) -> Any:  # noqa: ANN401
    rows = queries.page(_actor(request), state=state[:20], after=after, limit=limit)
    return {"items": [_out(row) for row in rows], "next": rows[-1].id if rows else None}


@router.post("/incidents", response={201: IncidentOut})
def open_incident(request: HttpRequest, opening: OpeningIn) -> Any:  # noqa: ANN401
    facts = commands.Opening(**{**opening.dict(), "qualifiers": tuple(opening.qualifiers)})
    return 201, incident_out(asked_once(request, commands.open_incident, actor=_actor(request), opening=facts))


@router.get("/incidents/{uuid:incident_id}", response=IncidentOut)
def get_incident(request: HttpRequest, response: HttpResponse, incident_id: UUID) -> Any:  # noqa: ANN401
    found = queries.incident(_actor(request), incident_id)
    response.headers["ETag"] = f'"{found.version}"'
    return incident_out(found)


@router.post("/incidents/{uuid:incident_id}/grade", response=IncidentOut)
def grade_incident(request: HttpRequest, incident_id: UUID, asked: GradeIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.grade_incident,
            actor=_seeing(request, incident_id),
            incident_id=incident_id,
            grade=asked.grade,
            reason=asked.reason,
            seen_version=seen_version(request),
        )
    )


@router.get("/incidents/{uuid:incident_id}/log", response=list[LineOut])
def read_log(request: HttpRequest, incident_id: UUID, after: UUID | None = None) -> Any:  # noqa: ANN401
    queries.incident(_actor(request), incident_id)
    return [asdict(line) for line in queries.log(incident_id, after)]


@router.post("/incidents/{uuid:incident_id}/log", response={201: KeyOut})
def add_line(request: HttpRequest, incident_id: UUID, line: LineIn) -> Any:  # noqa: ANN401
    key = asked_once(
        request,
        commands.add_log_entry,
        actor=_seeing(request, incident_id),
        incident_id=incident_id,
        text=line.text,
        event_at=line.event_at,
    )
    return 201, {"id": key}


@router.post("/incidents/{uuid:incident_id}/result", response=IncidentOut)
def result_incident(request: HttpRequest, incident_id: UUID, result: ResultIn) -> Any:  # noqa: ANN401
    return incident_out(
        asked_once(
            request,
            commands.result_incident,
            actor=_seeing(request, incident_id),
            incident_id=incident_id,
            closing_code=result.closing_code,
            result_codes=tuple(result.result_codes),
            seen_version=seen_version(request),
        )
    )


@router.post("/incidents/{uuid:incident_id}/close", response=IncidentOut)
def close_incident(request: HttpRequest, incident_id: UUID) -> Any:  # noqa: ANN401
    actor = _seeing(request, incident_id)
    version = seen_version(request)
    done = asked_once(request, commands.close_incident, actor=actor, incident_id=incident_id, seen_version=version)
    return incident_out(done)


@router.post("/incidents/{uuid:incident_id}/reopen", response=IncidentOut)
def reopen_incident(request: HttpRequest, incident_id: UUID, why: WhyIn) -> Any:  # noqa: ANN401
    actor = _seeing(request, incident_id)
    return incident_out(
        asked_once(request, commands.reopen_incident, actor=actor, incident_id=incident_id, reason=why.reason)
    )


@router.post("/incidents/{uuid:incident_id}/duplicate", response=IncidentOut)
def mark_duplicate(request: HttpRequest, incident_id: UUID, other: OtherIn) -> Any:  # noqa: ANN401
    actor = _seeing(request, incident_id, other.other_id)
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
    actor = _seeing(request, incident_id, other.other_id)
    key = asked_once(
        request,
        commands.link_incidents,
        actor=actor,
        incident_id=incident_id,
        other_id=other.other_id,
        why=other.why,
    )
    return 201, {"id": key}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _seeing(request: HttpRequest, *incidents: UUID) -> Actor:
    """The actor, once it is sure that they may see each of these."""
    for incident_id in incidents:
        queries.incident(_actor(request), incident_id)
    return _actor(request)


def incident_out(incident: Incident) -> dict[str, Any]:
    return _out(queries.as_row(incident))


def _out(row: queries.IncidentRow) -> dict[str, Any]:
    facts = asdict(row)
    return {name: facts[name] for name in IncidentOut.model_fields}
