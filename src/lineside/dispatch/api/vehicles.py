"""Vehicles over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["dispatch"])


class VehicleIn(Schema):
    """What is written down of a vehicle."""

    model_config = example(registration="LX71 ZZZ", kind="van", name="Van 4", base="Leeds", area="C", equipment=["ram"])

    registration: str = Field(max_length=20)
    kind: str = Field(max_length=20)
    name: str = Field(default="", max_length=60)
    base: str = Field(default="", max_length=80)
    area: str = Field(default="", max_length=10)
    equipment: list[str] = []


class OffRoadIn(Schema):
    """Why it is off the road, and by when it is looked for again."""

    model_config = example(why="Clutch", until="2099-12-01T18:00:00Z")

    why: str = Field(max_length=200)
    until: Moment | None = None


class VehicleOut(Schema):
    """A vehicle, and which unit has it now."""

    id: UUID
    version: int
    registration: str
    kind: str
    kind_label: str
    name: str
    base: str
    area: str
    equipment: list[str]
    off_road_at: datetime | None
    off_road_why: str
    off_road_until: datetime | None
    unit: str


@router.get("/dispatch/vehicles", response=PageOut[VehicleOut])
@reads(CanDispatch.VIEW)
def list_vehicles(request: Asking, paging: Query[PagingIn]) -> Page[queries.VehicleRow]:
    """Vehicles by registration."""
    return queries.vehicles_page(request.actor, paging)


@router.get("/dispatch/vehicles/{uuid:vehicle_id}", response=VehicleOut)
@reads(CanDispatch.VIEW)
def read_vehicle(request: Asking, vehicle_id: UUID) -> queries.VehicleRow:
    """One vehicle."""
    return queries.vehicle(request.actor, vehicle_id)


@router.post("/dispatch/vehicles", response=VehicleOut)
@changes(commands.record_vehicle, no_version_because="A new vehicle has no version yet.")
def record_vehicle(request: Asking, said: VehicleIn) -> queries.VehicleRow:
    """Write a vehicle down."""
    facts: dict[str, Any] = {**said.dict(), "equipment": tuple(said.equipment)}
    made = asked_once(request, commands.record_vehicle, actor=request.actor, facts=commands.VehicleFacts(**facts))
    return queries.vehicle(request.actor, made.id)


@router.post("/dispatch/vehicles/{uuid:vehicle_id}/off-road", response=VehicleOut)
@changes(commands.take_off_road)
def take_off_road(request: Asking, vehicle_id: UUID, said: OffRoadIn) -> queries.VehicleRow:
    """Take it off the road."""
    seen, facts = seen_version(request), said.dict()
    asked_once(request, commands.take_off_road, actor=request.actor, vehicle_id=vehicle_id, seen_version=seen, **facts)
    return queries.vehicle(request.actor, vehicle_id)


@router.post("/dispatch/vehicles/{uuid:vehicle_id}/on-road", response=VehicleOut)
@changes(commands.put_on_road)
def put_on_road(request: Asking, vehicle_id: UUID) -> queries.VehicleRow:
    """It is back on the road."""
    seen = seen_version(request)
    asked_once(request, commands.put_on_road, actor=request.actor, vehicle_id=vehicle_id, seen_version=seen)
    return queries.vehicle(request.actor, vehicle_id)
