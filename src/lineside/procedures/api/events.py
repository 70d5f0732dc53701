"""Planned events over HTTP: the order, its logs, its units, its figures."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.procedures import commands, queries
from lineside.procedures.permissions import CanProcedure
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class EventPlanIn(Schema):
    """An operation order; its place is any of stations, trains, a line or a circle."""

    model_config = example(
        name="Leeds v Hull, football",
        starts_at="2090-11-28T10:00:00Z",
        ends_at="2090-11-28T22:00:00Z",
        stations=["LDS", "HUL"],
        headcodes=["1P45"],
        silver="Inspector Robin Vale",
        talkgroup="EVENT 2",
    )

    name: str = Field(max_length=120)
    starts_at: Moment
    ends_at: Moment
    stations: list[str] = Field([], max_length=60)
    headcodes: list[str] = Field([], max_length=60)
    line: str = Field("", max_length=5)
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    area: str = Field("", max_length=10)
    gold: str = Field("", max_length=200)
    silver: str = Field("", max_length=200)
    bronze: str = Field("", max_length=200)
    talkgroup: str = Field("", max_length=60)
    briefing: str = Field("", max_length=4000)

    def plan(self) -> commands.EventPlan:
        facts = self.dict()
        return commands.EventPlan(**facts | {name: tuple(facts[name]) for name in ("stations", "headcodes")})


class EventOverIn(Schema):
    model_config = example(reason="The match is called off", is_cancelled=True)

    reason: str = Field(max_length=500)
    is_cancelled: bool = False


class EventLogIn(Schema):
    model_config = example(
        incident_id="01900000-0000-7000-8000-000000000001", reason="Supporters on their way home by road"
    )

    incident_id: UUID
    reason: str = Field(max_length=500)


class EventLogOffIn(Schema):
    model_config = example(reason="Nobody of the match was there")

    reason: str = Field(max_length=500)


class EventUnitIn(Schema):
    model_config = example(call_sign="BX12", task="On the 17:10 from Leeds")

    call_sign: str = Field(max_length=8)
    task: str = Field(max_length=200)


class EventUnitOut(Schema):
    id: UUID
    call_sign: str
    task: str
    by_name: str


class PlannedEventOut(Schema):
    id: UUID
    version: int
    reference: str
    name: str
    state: str
    starts_at: datetime
    ends_at: datetime
    stations: list[str]
    headcodes: list[str]
    line: str
    lat: float | None
    lon: float | None
    radius_m: int | None
    area: str
    gold: str
    silver: str
    bronze: str
    talkgroup: str
    briefing: str
    by_name: str
    over_at: datetime | None
    over_by: str
    over_why: str


class EventFigureOut(Schema):
    what: str
    count: int


class WholeEventOut(PlannedEventOut):
    """The order with its units and its figures."""

    units: list[EventUnitOut]
    tote: list[EventFigureOut]


class EventLogOut(Schema):
    id: UUID
    incident_id: UUID
    reference: str
    is_inherited: bool
    why: str
    by_name: str
    off_at: datetime | None
    off_by: str
    off_why: str


@router.get("/events", response=PageOut[PlannedEventOut])
@reads(CanProcedure.VIEW)
def list_events(request: Asking, paging: Query[PagingIn]) -> Page[queries.PlannedEventRow]:
    """Operation orders, newest first."""
    return queries.events_page(request.actor, paging)


@router.post("/events", response={201: WholeEventOut})
@changes(commands.plan_event, no_version_because="It adds an event.")
def plan_event(request: Asking, said: EventPlanIn) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.plan_event, actor=request.actor, plan=said.plan())
    return Status(201, _whole(request, made.id))


@router.get("/events/{uuid:planned_event_id}", response=WholeEventOut)
@reads(CanProcedure.VIEW)
def read_event(request: Asking, planned_event_id: UUID) -> dict[str, Any]:
    return _whole(request, planned_event_id)


@router.post("/events/{uuid:planned_event_id}/change", response=WholeEventOut)
@changes(commands.change_event)
def change_event(request: Asking, planned_event_id: UUID, said: EventPlanIn) -> dict[str, Any]:
    """The whole order as it is now; logs that belong to it stay."""
    asked_once(
        request,
        commands.change_event,
        actor=request.actor,
        planned_event_id=planned_event_id,
        plan=said.plan(),
        seen_version=seen_version(request),
    )
    return _whole(request, planned_event_id)


@router.post("/events/{uuid:planned_event_id}/end", response=WholeEventOut)
@changes(commands.end_event)
def end_event(request: Asking, planned_event_id: UUID, said: EventOverIn) -> dict[str, Any]:
    asked_once(
        request,
        commands.end_event,
        actor=request.actor,
        planned_event_id=planned_event_id,
        reason=said.reason,
        is_cancelled=said.is_cancelled,
        seen_version=seen_version(request),
    )
    return _whole(request, planned_event_id)


@router.get("/events/{uuid:planned_event_id}/logs", response=PageOut[EventLogOut])
@reads(CanProcedure.VIEW, sighting="procedures.event_logs")
def list_event_logs(request: Asking, planned_event_id: UUID, paging: Query[PagingIn]) -> Page[queries.EventLogRow]:
    """Logs of the event, those taken off among them."""
    return queries.event_logs_page(request.actor, planned_event_id, paging)


@router.post("/events/{uuid:planned_event_id}/logs", response={201: WholeEventOut})
@changes(commands.add_log_to_event, no_version_because="It adds a log, once.")
def add_log_to_event(request: Asking, planned_event_id: UUID, said: EventLogIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.add_log_to_event,
        actor=request.actor,
        planned_event_id=planned_event_id,
        incident_id=said.incident_id,
        reason=said.reason,
    )
    return Status(201, _whole(request, planned_event_id))


@router.post("/events/logs/{uuid:event_log_id}/take-off", response=WholeEventOut)
@changes(commands.take_log_off_event, no_version_because="It is taken off once; who comes second is told.")
def take_log_off_event(request: Asking, event_log_id: UUID, said: EventLogOffIn) -> dict[str, Any]:
    event_id = queries.event_of_log(request.actor, event_log_id)
    asked_once(request, commands.take_log_off_event, actor=request.actor, event_log_id=event_log_id, reason=said.reason)
    return _whole(request, event_id)


@router.post("/events/{uuid:planned_event_id}/units", response={201: WholeEventOut})
@changes(commands.name_unit_for_event, no_version_because="It names a unit, once.")
def name_unit_for_event(request: Asking, planned_event_id: UUID, said: EventUnitIn) -> Any:  # noqa: ANN401
    """Name a unit for the event; that it is kept for it is said to dispatch."""
    asked_once(
        request,
        commands.name_unit_for_event,
        actor=request.actor,
        planned_event_id=planned_event_id,
        call_sign=said.call_sign,
        task=said.task,
    )
    return Status(201, _whole(request, planned_event_id))


@router.post("/events/units/{uuid:event_resource_id}/release", response=WholeEventOut)
@changes(commands.release_unit_from_event, no_version_because="It is released once; who comes second is told.")
def release_unit_from_event(request: Asking, event_resource_id: UUID) -> dict[str, Any]:
    event_id, _ = queries.event_of_unit(request.actor, event_resource_id)
    asked_once(request, commands.release_unit_from_event, actor=request.actor, event_resource_id=event_resource_id)
    return _whole(request, event_id)


def _whole(request: Asking, key: UUID) -> dict[str, Any]:
    row = queries.planned_event(request.actor, key)
    facts = {name: getattr(row, name) for name in queries.PlannedEventRow.__slots__}
    tote = [{"what": what, "count": count} for what, count in queries.event_tote(key)]
    return facts | {"units": queries.event_units(key), "tote": tote}
