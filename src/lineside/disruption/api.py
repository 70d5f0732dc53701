"""Disruption and stranded trains over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.disruption import commands, queries
from lineside.disruption.permissions import CanDisruption
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["disruption"])


class DisruptionDecisionIn(Schema):
    """The level that a person decides; another than the one proposed, or a lower one, needs its reason."""

    model_config = example(level="D2", reason="The signaller says that both lines are blocked")

    level: str = Field(max_length=2, description="D0, D1, D2 or D3")
    reason: str = Field("", max_length=500)


class DisruptionOut(Schema):
    """What is proposed with its reasons, and what was decided; never a part of the grade."""

    incident_id: UUID
    proposed: str
    why: list[str]
    proposed_at: datetime | None
    decided: str
    reason: str
    decided_at: datetime | None
    decided_by: str
    told: list[str]


class StrandedTrainIn(Schema):
    """A train that stands with people on board; of a train of the feeds its name, place and time may be left out."""

    model_config = example(
        told_by="TOC control", train="1A23", place="before Hendon, Down Fast", people=240, conditions=["heat"]
    )

    told_by: str = Field(max_length=120)
    train: str = Field("", max_length=120)
    train_id: UUID | None = None
    place: str = Field("", max_length=120)
    since: Moment | None = None
    people: int | None = Field(None, ge=0, le=5000)
    conditions: list[str] = []


class StrandedTrainNewsIn(Schema):
    """What is known of it by now; the conditions are all that hold, the rest stays where it is left out."""

    model_config = example(place="250 m south of Hendon", people=260, conditions=["heat", "ill"])

    place: str = Field("", max_length=120)
    people: int | None = Field(None, ge=0, le=5000)
    conditions: list[str] = []


class StrandedTrainEndIn(Schema):
    """How it ended for the people on board."""

    model_config = example(how="hauled", words="Hauled to platform 2 at Hendon, all off by 18:40")

    how: str = Field(max_length=20)
    words: str = Field("", max_length=500)


class StrandedTrainOut(Schema):
    """A train that stands with people on board: its clock, where the feeds know it to be, or how it ended."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    number: int
    train_id: UUID | None
    train: str
    place: str
    where: str
    people: int | None
    conditions: list[str]
    stood_since: datetime
    told_by: str
    by_name: str
    reached: list[str]
    next_label: str
    next_due: datetime | None
    moved_at: datetime | None
    ended_at: datetime | None
    ended_how: str
    ended_words: str
    ended_by: str


@router.get("/incidents/{uuid:incident_id}/disruption", response=DisruptionOut)
@reads(CanDisruption.VIEW, sighting="disruption.level")
def read_disruption(request: Asking, incident_id: UUID) -> queries.LevelRow:
    return queries.level(request.actor, incident_id)


@router.post("/incidents/{uuid:incident_id}/disruption", response=DisruptionOut)
@changes(
    commands.decide_disruption,
    no_version_because="The newest decision stands, each is a line of the log, and none touches the grade.",
)
def decide_disruption(request: Asking, incident_id: UUID, said: DisruptionDecisionIn) -> queries.LevelRow:
    """A person decides, whatever was proposed."""
    asked_once(request, commands.decide_disruption, actor=request.actor, incident_id=incident_id, **said.dict())
    return queries.level(request.actor, incident_id)


@router.get("/stranded-trains", response=PageOut[StrandedTrainOut])
@reads(CanDisruption.VIEW)
def list_stranded_trains(request: Asking, paging: Query[PagingIn]) -> Page[queries.StrandedRow]:
    """Trains that stand with people on board, the longest first."""
    return queries.stranded_page(request.actor, paging)


@router.get("/stranded-trains/{uuid:stranded_id}", response=StrandedTrainOut)
@reads(CanDisruption.VIEW, sighting="disruption.stranded")
def read_stranded_train(request: Asking, stranded_id: UUID) -> queries.StrandedRow:
    return queries.seen_stranded(request.actor, stranded_id)


@router.post("/incidents/{uuid:incident_id}/stranded-trains", response={201: StrandedTrainOut})
@changes(commands.record_stranded_train, no_version_because="It adds a train; one whose clock runs already is refused.")
def record_stranded_train(request: Asking, incident_id: UUID, said: StrandedTrainIn) -> Any:  # noqa: ANN401
    facts = commands.Stranding(**{**said.dict(), "conditions": tuple(said.conditions)})
    made = asked_once(
        request, commands.record_stranded_train, actor=request.actor, incident_id=incident_id, facts=facts
    )
    return Status(201, queries.stranded(made.id))


@router.post("/stranded-trains/{uuid:stranded_id}/amend", response=StrandedTrainOut)
@changes(commands.amend_stranded_train)
def amend_stranded_train(request: Asking, stranded_id: UUID, said: StrandedTrainNewsIn) -> queries.StrandedRow:
    asked_once(
        request,
        commands.amend_stranded_train,
        actor=request.actor,
        stranded_id=stranded_id,
        place=said.place,
        people=said.people,
        conditions=tuple(said.conditions),
        seen_version=seen_version(request),
    )
    return queries.stranded(stranded_id)


@router.post("/stranded-trains/{uuid:stranded_id}/end", response=StrandedTrainOut)
@changes(commands.end_stranded_train)
def end_stranded_train(request: Asking, stranded_id: UUID, said: StrandedTrainEndIn) -> queries.StrandedRow:
    """Nothing but an outcome ends the clock."""
    asked_once(
        request,
        commands.end_stranded_train,
        actor=request.actor,
        stranded_id=stranded_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.stranded(stranded_id)
