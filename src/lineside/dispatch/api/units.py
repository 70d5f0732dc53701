"""Units over the API: which are on duty, what they say of themselves, where they are, and what they are sent to."""

from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.dispatch import commands, queries
from lineside.dispatch.api.schemas import UnitOut, unit_out
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


class StateIn(Schema):
    model_config = example(state=6)

    state: int
    at: Moment | None = None


class PositionIn(Schema):
    model_config = example(lat=53.795, lon=-1.547)

    lat: float
    lon: float
    at: Moment | None = None


class UnitPlaceIn(Schema):
    """Where the unit says it is, in words, and when it said so."""

    model_config = example(text="kgx p9")

    text: str = Field(max_length=200)
    at: Moment | None = None


class AssignIn(Schema):
    model_config = example(incident_id="01900000-0000-7000-8000-000000000001")

    incident_id: UUID


@router.get("/dispatch/units", response=PageOut[UnitOut])
@reads(CanDispatch.VIEW)
def list_units(request: Asking, paging: Query[PagingIn], area: str = "") -> Page[queries.UnitRow]:
    """Units on duty in the order of call signs."""
    return queries.units_page(request.actor, paging, area[:10])


@router.get("/dispatch/units/{uuid:unit_id}", response=UnitOut)
@reads(CanDispatch.VIEW, sighting="dispatch.unit")
def read_unit(request: Asking, unit_id: UUID) -> queries.UnitRow:
    """One unit, on duty or not, as whoever asks may see it."""
    found = unit_out(request, unit_id)
    if not request.actor.covers(found.area):
        raise NotFound("There is no such unit.")
    return found


@router.post("/dispatch/units/{uuid:unit_id}/state", response=UnitOut)
@changes(commands.record_state, no_version_because=BY_TIME)
def record_state(request: Asking, unit_id: UUID, said: StateIn) -> queries.UnitRow:
    asked_once(request, commands.record_state, actor=request.actor, unit_id=unit_id, state=said.state, at=said.at)
    return unit_out(request, unit_id)


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
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/place", response=UnitOut)
@changes(commands.place_unit, no_version_because=BY_TIME)
def place_unit(request: Asking, unit_id: UUID, said: UnitPlaceIn) -> queries.UnitRow:
    """Where it is as its crew says, for where there is no fix; words that fit more than one place are refused."""
    asked_once(request, commands.place_unit, actor=request.actor, unit_id=unit_id, **said.dict())
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/assign", response=UnitOut)
@changes(commands.assign_unit, no_version_because=ONE_AT_A_TIME)
def assign_unit(request: Asking, unit_id: UUID, asked: AssignIn) -> queries.UnitRow:
    incidents.incident(request.actor, asked.incident_id)
    asked_once(request, commands.assign_unit, actor=request.actor, unit_id=unit_id, incident_id=asked.incident_id)
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/clear", response=UnitOut)
@changes(commands.clear_unit, no_version_because=ONE_AT_A_TIME)
def clear_unit(request: Asking, unit_id: UUID) -> queries.UnitRow:
    asked_once(request, commands.clear_unit, actor=request.actor, unit_id=unit_id)
    return unit_out(request, unit_id)
