"""The board of a major incident: its tote, tasks, list of whom to ring, and decisions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from lineside.kernel.http import asked_once
from lineside.major_incidents import commands, queries
from lineside.major_incidents.permissions import CanMajor
from lineside.ui.operations import Moment, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class ToteCountIn(Schema):
    """A number as somebody told it; one that is left out stays."""

    model_config = example(line="p1", have=3, told_by="Ambulance commander")

    line: str = Field(max_length=20)
    have: int | None = None
    wanted: int | None = None
    told_by: str = Field(max_length=200)


class MajorTaskIn(Schema):
    model_config = example(text="Open the reception centre", owner="BX12", due_at="2026-11-28T23:30:00Z")

    text: str = Field(max_length=300)
    owner: str = Field(max_length=120)
    due_at: Moment


class MajorTaskEndIn(Schema):
    model_config = example(is_done=True, words="Open in the ticket hall")

    is_done: bool = True
    words: str = Field("", max_length=500)


class TurnRungIn(Schema):
    """Our own telephone that is to ring first; empty where it was rung in another way."""

    model_config = example(telephone="201")

    telephone: str = Field("", max_length=20)


class TurnAnswerIn(Schema):
    model_config = example(answer="coming", who="Superintendent Ade Bello", words="In forty minutes")

    answer: str = Field(max_length=10)
    who: str = Field("", max_length=120)
    words: str = Field("", max_length=500)


class JointDecisionIn(Schema):
    """A decision in the parts of the joint decision model, with the options that were refused."""

    model_config = example(
        information="Smoke in the subway, about forty people below",
        risks="Crushing at the stairs; smoke; save life first",
        powers="Common law, to save life; evacuation plan of the station",
        options="Evacuate by the north stairs, or hold and search",
        refused="Hold and search, since the smoke thickens",
        decision="Evacuate by the north stairs",
        reason="The only stairs that are clear of smoke",
    )

    information: str = Field(max_length=500)
    risks: str = Field(max_length=500)
    powers: str = Field(max_length=500)
    options: str = Field(max_length=500)
    refused: str = Field(max_length=500)
    decision: str = Field(max_length=500)
    reason: str = Field(max_length=500)
    review: str = Field("", max_length=500)


class ToteChangeOut(Schema):
    have: int | None
    wanted: int | None
    told_by: str
    by_name: str
    created_at: datetime


class ToteLineOut(Schema):
    code: str
    section: str
    label: str
    have: int | None
    wanted: int | None
    changes: list[ToteChangeOut]


class MajorTaskOut(Schema):
    id: UUID
    text: str
    owner: str
    due_at: datetime
    by_name: str
    created_at: datetime
    ended_at: datetime | None
    ended_by: str
    is_done: bool
    words: str


class CallTurnOut(Schema):
    id: UUID
    role_label: str
    turn: int
    post: str
    telephone: str
    minutes: int
    state: str
    due_at: datetime | None
    rung_at: datetime | None
    rung_by: str
    answered_at: datetime | None
    answered_by: str
    who: str
    words: str


class CalledRoleOut(Schema):
    label: str
    is_filled: bool
    is_exhausted: bool
    turns: list[CallTurnOut]


class JointDecisionOut(JointDecisionIn):
    id: UUID
    number: int
    entry_id: UUID
    by_name: str
    created_at: datetime
    is_as_sealed: bool


class MajorBoardOut(Schema):
    tote: list[ToteLineOut]
    tasks: list[MajorTaskOut]
    call_out: list[CalledRoleOut]
    decisions: list[JointDecisionOut]


@router.get("/major-incidents/{uuid:major_incident_id}/board", response=MajorBoardOut)
@reads(CanMajor.VIEW)
def read_major_board(request: Asking, major_incident_id: UUID) -> dict[str, Any]:
    """Everything on its board as it is now."""
    return _board(request, major_incident_id)


@router.post("/major-incidents/{uuid:major_incident_id}/tote", response=MajorBoardOut)
@changes(
    commands.count_on_tote, no_version_because="What was told last stands; each count before stays in its history."
)
def count_on_tote(request: Asking, major_incident_id: UUID, said: ToteCountIn) -> dict[str, Any]:
    asked_once(
        request,
        commands.count_on_tote,
        actor=request.actor,
        major_incident_id=major_incident_id,
        **said.dict(),
    )
    return _board(request, major_incident_id)


@router.post("/major-incidents/{uuid:major_incident_id}/tasks", response={201: MajorBoardOut})
@changes(commands.give_major_task, no_version_because="It adds a task.")
def give_major_task(request: Asking, major_incident_id: UUID, said: MajorTaskIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.give_major_task,
        actor=request.actor,
        major_incident_id=major_incident_id,
        **said.dict(),
    )
    return Status(201, _board(request, major_incident_id))


@router.post("/major-tasks/{uuid:major_task_id}/end", response=MajorTaskOut)
@changes(commands.end_major_task, no_version_because="A task is ended once; the second is told by whom.")
def end_major_task(request: Asking, major_task_id: UUID, said: MajorTaskEndIn) -> queries.TaskRow:
    asked_once(request, commands.end_major_task, actor=request.actor, major_task_id=major_task_id, **said.dict())
    return queries.task_of(request.actor, major_task_id)


@router.post("/call-turns/{uuid:call_turn_id}/ring", response=CallTurnOut)
@changes(commands.ring_turn, no_version_because="A turn is rung once; the second is told.")
def ring_turn(request: Asking, call_turn_id: UUID, said: TurnRungIn) -> queries.TurnRow:
    asked_once(request, commands.ring_turn, actor=request.actor, call_turn_id=call_turn_id, telephone=said.telephone)
    return queries.turn_of(request.actor, call_turn_id)


@router.post("/call-turns/{uuid:call_turn_id}/answer", response=CallTurnOut)
@changes(commands.answer_turn, no_version_because="A turn is answered once; the second is told.")
def answer_turn(request: Asking, call_turn_id: UUID, said: TurnAnswerIn) -> queries.TurnRow:
    asked_once(request, commands.answer_turn, actor=request.actor, call_turn_id=call_turn_id, **said.dict())
    return queries.turn_of(request.actor, call_turn_id)


@router.post("/major-incidents/{uuid:major_incident_id}/decisions", response={201: JointDecisionOut})
@changes(commands.record_major_decision, no_version_because="It adds a decision and a line.")
def record_major_decision(request: Asking, major_incident_id: UUID, said: JointDecisionIn) -> Any:  # noqa: ANN401
    made = asked_once(
        request,
        commands.record_major_decision,
        actor=request.actor,
        major_incident_id=major_incident_id,
        facts=commands.JointDecision(**said.dict()),
    )
    return Status(201, queries.major_decision_row(made.id))


def _board(request: Asking, key: UUID) -> dict[str, Any]:
    row = queries.major_incident(request.actor, key)
    return {
        "tote": [line for _, lines in queries.tote_of(key) for line in lines],
        "tasks": queries.tasks_of(key),
        "call_out": queries.cascade_of(key, row.times_declared),
        "decisions": queries.major_decisions(key),
    }
