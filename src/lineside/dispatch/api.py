"""The API of units: what the desks do, and what plays or carries the radio says."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from lineside.dispatch import commands, queries
from lineside.incidents import queries as incidents
from lineside.kernel.errors import NotFound
from lineside.kernel.http import asked_once

router = Router()


class UnitOut(Schema):
    id: UUID
    call_sign: str
    crew: str
    area: str
    post: str
    state: int
    state_label: str
    state_at: datetime
    lat: float | None
    lon: float | None
    incident_id: UUID | None
    incident_reference: str


class StateIn(Schema):
    state: int
    at: datetime | None = None


class PositionIn(Schema):
    lat: float
    lon: float
    at: datetime | None = None


class AssignIn(Schema):
    incident_id: UUID


@router.get("/dispatch/units", response=list[UnitOut])
def list_units(request: HttpRequest, area: str = "") -> Any:  # noqa: ANN401
    return [asdict(row) for row in queries.units_on_duty(_actor(request), area[:10])]


@router.post("/dispatch/units/{uuid:unit_id}/state", response=UnitOut)
def record_state(request: HttpRequest, unit_id: UUID, said: StateIn) -> Any:  # noqa: ANN401
    asked_once(request, commands.record_state, actor=_actor(request), unit_id=unit_id, state=said.state, at=said.at)
    return _out(unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/position", response=UnitOut)
def record_position(request: HttpRequest, unit_id: UUID, said: PositionIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.record_position,
        actor=_actor(request),
        unit_id=unit_id,
        lat=said.lat,
        lon=said.lon,
        at=said.at,
    )
    return _out(unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/assign", response=UnitOut)
def assign_unit(request: HttpRequest, unit_id: UUID, asked: AssignIn) -> Any:  # noqa: ANN401
    actor = _actor(request)
    incidents.incident(actor, asked.incident_id)
    asked_once(request, commands.assign_unit, actor=actor, unit_id=unit_id, incident_id=asked.incident_id)
    return _out(unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/clear", response=UnitOut)
def clear_unit(request: HttpRequest, unit_id: UUID) -> Any:  # noqa: ANN401
    asked_once(request, commands.clear_unit, actor=_actor(request), unit_id=unit_id)
    return _out(unit_id)


def _actor(request: HttpRequest) -> Any:  # noqa: ANN401 - the middleware's actor
    return request.actor  # type: ignore[attr-defined]


def _out(unit_id: UUID) -> dict[str, Any]:
    row = queries.unit_row(unit_id)
    if row is None:
        raise NotFound("There is no such unit.")
    return asdict(row)
