"""The API of units: what the desks do, and what plays or carries the radio says."""

from datetime import datetime
from uuid import UUID

from ninja import Query, Router, Schema

from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import queries as incidents
from lineside.kernel.errors import NotFound
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
BY_TIME = "What a unit says of itself counts by the time at which it said it."
ONE_AT_A_TIME = "The database holds a unit to one incident; who comes second is told where it is."


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
    model_config = example(state=6)

    state: int
    at: Moment | None = None


class PositionIn(Schema):
    model_config = example(lat=53.795, lon=-1.547)

    lat: float
    lon: float
    at: Moment | None = None


class AssignIn(Schema):
    model_config = example(incident_id="01900000-0000-7000-8000-000000000001")

    incident_id: UUID


@router.get("/dispatch/units", response=PageOut[UnitOut])
@reads(CanDispatch.VIEW)
def list_units(request: Asking, paging: Query[PagingIn], area: str = "") -> Page[queries.UnitRow]:
    """Units on duty in the order of call signs."""
    return queries.units_page(request.actor, paging, area[:10])


@router.post("/dispatch/units/{uuid:unit_id}/state", response=UnitOut)
@changes(commands.record_state, no_version_because=BY_TIME)
def record_state(request: Asking, unit_id: UUID, said: StateIn) -> queries.UnitRow:
    asked_once(request, commands.record_state, actor=request.actor, unit_id=unit_id, state=said.state, at=said.at)
    return _out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/position", response=UnitOut)
@changes(commands.record_position, no_version_because=BY_TIME)
def record_position(request: Asking, unit_id: UUID, said: PositionIn) -> queries.UnitRow:
    asked_once(
        request,
        commands.record_position,
        actor=request.actor,
        unit_id=unit_id,
        lat=said.lat,
        lon=said.lon,
        at=said.at,
    )
    return _out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/assign", response=UnitOut)
@changes(commands.assign_unit, no_version_because=ONE_AT_A_TIME)
def assign_unit(request: Asking, unit_id: UUID, asked: AssignIn) -> queries.UnitRow:
    incidents.incident(request.actor, asked.incident_id)
    asked_once(request, commands.assign_unit, actor=request.actor, unit_id=unit_id, incident_id=asked.incident_id)
    return _out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/clear", response=UnitOut)
@changes(commands.clear_unit, no_version_because=ONE_AT_A_TIME)
def clear_unit(request: Asking, unit_id: UUID) -> queries.UnitRow:
    asked_once(request, commands.clear_unit, actor=request.actor, unit_id=unit_id)
    return _out(request, unit_id)


def _out(request: Asking, unit_id: UUID) -> queries.UnitRow:
    row = queries.unit_row(unit_id, request.actor)
    if row is None:
        raise NotFound("There is no such unit.")
    return row
