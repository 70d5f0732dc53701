"""Whom to send, and holding them while one decides, over the API."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import queries as incidents
from lineside.kernel.http import asked_once
from lineside.ui.operations import changes, example, reads
from lineside.ui.pages import Asking

router = Router()
TaskCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9/-]{2,20}$", to_upper=True)]
BY_THE_CLOCK = "A hold ends by itself after some seconds; who comes second is told whose it is."


class TasksIn(Schema):
    """Tasks or skills asked for beside the type of the incident, as LINE-SEARCH or DOG-GP."""

    task: list[TaskCode] = Field(default=[], max_length=6)


class ChosenOut(Schema):
    """One of the five: its unit or units, minutes until the last is there, points, reasons, another desk's hold."""

    rank: int
    unit_ids: list[UUID]
    call_signs: list[str]
    minutes: int
    score: float
    mode: str
    reasons: list[str]
    held_by: str
    held_until: datetime | None


class LeftOutOut(Schema):
    call_sign: str
    why: str


class RecommendationOut(Schema):
    """As it is when it is answered; nothing in it counts seconds, so that it is sent again only once it differs."""

    incident_id: UUID
    needs: list[str]
    best: list[ChosenOut]
    nearest: str
    mutual_aid: str
    left_out: list[LeftOutOut]
    notes: list[str]


class UnitHeldIn(Schema):
    model_config = example(incident_id="01900000-0000-7000-8000-000000000001", override=False)

    incident_id: UUID
    override: bool = False


class UnitsHeldOut(Schema):
    seconds: int


@router.get("/dispatch/incidents/{uuid:incident_id}/recommendation", response=RecommendationOut)
@reads(CanDispatch.VIEW)
def recommend(request: Asking, incident_id: UUID, task: Query[TasksIn]) -> dict[str, Any]:
    """Who to send: the five with their reasons, why the nearest is not first, and who is left out; nothing is held."""
    found = queries.recommend(request.actor, incident_id, tasks=task.task)
    left_out = [{"call_sign": each.unit.call_sign, "why": each.why} for each in found.left_out]
    return {**{name: getattr(found, name) for name in RecommendationOut.model_fields}, "left_out": left_out}


@router.post("/dispatch/units/{uuid:unit_id}/hold", response=UnitsHeldOut)
@changes(commands.hold_units, no_version_because=BY_THE_CLOCK)
def hold_unit(request: Asking, unit_id: UUID, asked: UnitHeldIn) -> dict[str, int]:
    """Hold it while one decides; one that another desk holds is refused with whose it is, unless overridden."""
    incidents.incident(request.actor, asked.incident_id)
    seconds = asked_once(
        request,
        commands.hold_units,
        actor=request.actor,
        unit_ids=[unit_id],
        incident_id=asked.incident_id,
        override=asked.override,
    )
    return {"seconds": seconds}


@router.post("/dispatch/incidents/{uuid:incident_id}/holds/end", response=UnitsHeldOut)
@changes(commands.let_units_go, no_version_because=BY_THE_CLOCK)
def let_units_go(request: Asking, incident_id: UUID) -> dict[str, int]:
    incidents.incident(request.actor, incident_id)
    asked_once(request, commands.let_units_go, actor=request.actor, incident_id=incident_id)
    return {"seconds": 0}
