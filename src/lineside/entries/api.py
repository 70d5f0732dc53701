"""Structured entries over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.entries import commands, queries
from lineside.entries.commands import DecisionFacts
from lineside.entries.permissions import CanEnter
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["entries"])


class ModelDecisionIn(Schema):
    """A decision in the parts of the National Decision Model."""

    model_config = example(
        kind="no_deployment",
        information="A dog ran along the platform and has left by the stairs.",
        threat="None to trains or people now.",
        powers="None needed.",
        options="A unit in passing, or none.",
        action="No unit; the station keeps watch.",
        ethics="Proportionate: a unit would be taken from a fight at Leeds.",
        review="At the next call from the station.",
    )

    kind: str = Field(max_length=16)
    information: str = Field(max_length=500)
    threat: str = Field(max_length=500)
    powers: str = Field(max_length=500)
    options: str = Field(max_length=500)
    action: str = Field(max_length=500)
    ethics: str = Field(max_length=500)
    review: str = Field("", max_length=500)


class ModelDecisionOut(Schema):
    id: UUID
    incident_id: UUID
    kind: str
    information: str
    threat: str
    powers: str
    options: str
    action: str
    ethics: str
    review: str
    entry_id: UUID
    by_name: str
    created_at: datetime


class MethaneIn(Schema):
    """The letters as a person says them; 'not known' is an answer."""

    model_config = example(
        letters={
            "major": "Not declared",
            "location": "Leeds platform 8",
            "kind": "Smoke in a train",
            "hazards": "Traction power",
            "access": "By the north ramp",
            "casualties": "None known",
            "services": "Fire service on the way",
        }
    )

    letters: dict[str, str]
    stage: str = Field("", max_length=12)


class MethaneToldIn(Schema):
    """Who of another agency was told the latest version by telephone, and when; now where no time is given."""

    model_config = example(agency="ambulance", whom="Jo Reid")

    agency: str = Field(max_length=20)
    whom: str = Field(max_length=120)
    told_at: Moment | None = None


class MethaneReceiptOut(Schema):
    agency: str
    label: str
    whom: str
    told_at: datetime
    by_name: str


class MethaneVersionOut(Schema):
    number: int
    letters: dict[str, str]
    is_read: bool
    by_name: str
    entry_id: UUID | None
    created_at: datetime
    stage: str
    stage_label: str
    differs: list[str]
    receipts: list[MethaneReceiptOut]


class MethaneOut(Schema):
    id: UUID
    version: int
    incident_id: UUID
    number: int
    versions: list[MethaneVersionOut]


@router.get("/incidents/{uuid:incident_id}/decisions", response=PageOut[ModelDecisionOut])
@reads(CanEnter.VIEW, sighting="entries.decisions")
def list_model_decisions(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.DecisionRow]:
    """Decisions by the National Decision Model, oldest first."""
    return queries.decisions_page(request.actor, incident_id, paging)


@router.post("/incidents/{uuid:incident_id}/decisions", response={201: ModelDecisionOut})
@changes(commands.record_decision, no_version_because="It adds a decision and a line.")
def record_decision(request: Asking, incident_id: UUID, said: ModelDecisionIn) -> Any:  # noqa: ANN401
    facts = DecisionFacts(**said.dict())
    made = asked_once(request, commands.record_decision, actor=request.actor, incident_id=incident_id, facts=facts)
    return Status(201, queries.decision_row(made.id))


@router.get("/methane/{uuid:methane_id}", response=MethaneOut)
@reads(CanEnter.VIEW, sighting="entries.methane")
def read_methane(request: Asking, methane_id: UUID) -> queries.MethaneRow:
    """A M/ETHANE with every version."""
    return queries.methane(request.actor, methane_id)


@router.post("/incidents/{uuid:incident_id}/methane", response={201: MethaneOut})
@changes(commands.draft_methane, no_version_because="It adds a version made of the facts as they are now.")
def draft_methane(request: Asking, incident_id: UUID) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.draft_methane, actor=request.actor, incident_id=incident_id)
    return Status(201, queries.methane(request.actor, made.id))


@router.post("/methane/{uuid:methane_id}/correct", response=MethaneOut)
@changes(commands.correct_methane)
def correct_methane(request: Asking, methane_id: UUID, said: MethaneIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.correct_methane,
        actor=request.actor,
        methane_id=methane_id,
        letters=said.letters,
        stage=said.stage,
        seen_version=seen_version(request),
    )
    return queries.methane(request.actor, methane_id)


@router.post("/methane/{uuid:methane_id}/log", response=MethaneOut)
@changes(commands.log_methane)
def log_methane(request: Asking, methane_id: UUID) -> Any:  # noqa: ANN401
    """The latest version, which a person saved, goes into the log."""
    version = seen_version(request)
    asked_once(request, commands.log_methane, actor=request.actor, methane_id=methane_id, seen_version=version)
    return queries.methane(request.actor, methane_id)


@router.post("/methane/{uuid:methane_id}/told", response={201: MethaneOut})
@changes(commands.tell_agency_of_methane)
def tell_agency_of_methane(request: Asking, methane_id: UUID, said: MethaneToldIn) -> Any:  # noqa: ANN401
    """Write down that another agency was told the latest version by telephone."""
    asked_once(
        request,
        commands.tell_agency_of_methane,
        actor=request.actor,
        methane_id=methane_id,
        agency=said.agency,
        whom=said.whom,
        told_at=said.told_at,
        seen_version=seen_version(request),
    )
    return Status(201, queries.methane(request.actor, methane_id))
