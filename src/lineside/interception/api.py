"""Meeting a train, over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.incidents.queries import incident
from lineside.interception import commands, queries
from lineside.interception.permissions import CanIntercept
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["interception"])


class TrainPlanIn(Schema):
    """Where a train is met, and by whom; no unit means the one proposed."""

    model_config = example(train_id="{train_id}", crs="YRK", coach="C")

    train_id: UUID
    crs: str = Field(max_length=3)
    unit_id: UUID | None = None
    coach: str = Field("", max_length=12)


class TrainPlanEndIn(Schema):
    """How it ended."""

    model_config = example(how="met")

    how: str = Field(max_length=20, description="met, not_met or not_needed")


class TrainAskIn(Schema):
    """What is asked of a control, staff or another force."""

    model_config = example(action="hold")

    action: str = Field(max_length=20)


class TrainAnswerIn(Schema):
    """Their answer."""

    model_config = example(answer="yes", words="Held at platform 3 until you are there")

    answer: str = Field(max_length=3, description="yes or no")
    words: str = Field("", max_length=300)


class TrainAlarmDealtIn(Schema):
    """What is done about it."""

    model_config = example(words="BX14 is sent instead")

    words: str = Field(max_length=300)


class TrainAlarmOut(Schema):
    """A plan that no longer holds, and who dealt with that."""

    id: UUID
    version: int
    incident_id: UUID
    kind: str
    words: str
    train: str
    stop: str
    raised_at: datetime
    dealt_at: datetime | None
    dealt_by: str
    dealt_words: str


class TrainAskOut(Schema):
    """What was asked, of whom, and the answer."""

    id: UUID
    version: int
    incident_id: UUID
    action: str
    label: str
    asked_of: str
    asked_at: datetime
    asked_by: str
    answer: str
    words: str
    answered_at: datetime | None
    answered_by: str


class TrainPlanOut(Schema):
    """Where a train is met, by whom, and the alarms of that."""

    id: UUID
    version: int
    incident_id: UUID
    train_id: UUID
    train: str
    coach: str
    crs: str
    stop: str
    arrival_at: datetime
    unit_id: UUID | None
    call_sign: str
    there_at: datetime | None
    by_name: str
    ended_at: datetime | None
    ended_how: str
    ended_by: str
    alarms: list[TrainAlarmOut]


@router.get("/incidents/{uuid:incident_id}/train-plans", response=PageOut[TrainPlanOut])
@reads(CanIntercept.VIEW, sighting="interception.plans")
def list_train_plans(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.PlanRow]:
    """Every plan to meet a train of this incident, the newest first."""
    return page_in(queries.plans_of(request.actor, incident_id), paging)


@router.post("/incidents/{uuid:incident_id}/train-plans", response={201: TrainPlanOut})
@changes(commands.choose_plan, no_version_because="It adds a plan; one that stands is replaced and stays on record.")
def choose_plan(request: Asking, incident_id: UUID, said: TrainPlanIn) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.choose_plan, actor=request.actor, incident_id=incident_id, **said.dict())
    return Status(201, queries.plan_row(made.id))


@router.get("/train-plans/{uuid:plan_id}", response=TrainPlanOut)
@reads(CanIntercept.VIEW, sighting="interception.plans")
def read_train_plan(request: Asking, plan_id: UUID) -> queries.PlanRow:
    found = queries.plan_row(plan_id)
    incident(request.actor, found.incident_id)
    return found


@router.post("/train-plans/{uuid:plan_id}/end", response=TrainPlanOut)
@changes(commands.end_plan)
def end_plan(request: Asking, plan_id: UUID, said: TrainPlanEndIn) -> Any:  # noqa: ANN401
    made = asked_once(
        request,
        commands.end_plan,
        actor=request.actor,
        plan_id=plan_id,
        how=said.how,
        seen_version=seen_version(request),
    )
    return queries.plan_row(made.id)


@router.get("/incidents/{uuid:incident_id}/train-asks", response=PageOut[TrainAskOut])
@reads(CanIntercept.VIEW, sighting="interception.asks")
def list_train_asks(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.AskRow]:
    """What was asked of controls, staff and others about the train, with their answers."""
    incident(request.actor, incident_id)
    return page_in(queries.asks_of(incident_id), paging)


@router.post("/incidents/{uuid:incident_id}/train-asks", response={201: TrainAskOut})
@changes(commands.ask_action, no_version_because="It adds what was asked and changes nothing of the incident.")
def ask_action(request: Asking, incident_id: UUID, said: TrainAskIn) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.ask_action, actor=request.actor, incident_id=incident_id, action=said.action)
    return Status(201, queries.ask_row(made.id))


@router.get("/train-asks/{uuid:ask_id}", response=TrainAskOut)
@reads(CanIntercept.VIEW, sighting="interception.asks")
def read_train_ask(request: Asking, ask_id: UUID) -> queries.AskRow:
    found = queries.ask_row(ask_id)
    incident(request.actor, found.incident_id)
    return found


@router.post("/train-asks/{uuid:ask_id}/answer", response=TrainAskOut)
@changes(commands.answer_ask)
def answer_ask(request: Asking, ask_id: UUID, said: TrainAnswerIn) -> Any:  # noqa: ANN401
    made = asked_once(
        request,
        commands.answer_ask,
        actor=request.actor,
        ask_id=ask_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.ask_row(made.id)


@router.get("/train-alarms/{uuid:train_alarm_id}", response=TrainAlarmOut)
@reads(CanIntercept.VIEW, sighting="interception.alarms")
def read_train_alarm(request: Asking, train_alarm_id: UUID) -> queries.AlarmRow:
    found = queries.alarm_row(train_alarm_id)
    incident(request.actor, found.incident_id)
    return found


@router.post("/train-alarms/{uuid:train_alarm_id}/deal", response=TrainAlarmOut)
@changes(commands.deal_with_alarm)
def deal_with_alarm(request: Asking, train_alarm_id: UUID, said: TrainAlarmDealtIn) -> Any:  # noqa: ANN401
    made = asked_once(
        request,
        commands.deal_with_alarm,
        actor=request.actor,
        alarm_id=train_alarm_id,
        words=said.words,
        seen_version=seen_version(request),
    )
    return queries.alarm_row(made.id)
