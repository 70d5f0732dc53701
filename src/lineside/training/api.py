"""Exercises over HTTP: for the trainer, and for the player that sends what is due."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.training import commands, queries
from lineside.training.permissions import CanTrain
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["training"])


class ExerciseIn(Schema):
    """Which scenario is played to whom."""

    model_config = example(scenario="KNIFE", seed=7, trainees="Robin Vale, Sam Ash", speed=1.0)

    scenario: str = Field(max_length=16)
    seed: int
    trainees: str = Field(max_length=2000)
    speed: float = 1.0


class ExerciseSpeedIn(Schema):
    """How fast what comes in comes in from now on."""

    model_config = example(speed=2.0)

    speed: float | None = None


class PlayedIn(Schema):
    """Which item the player takes."""

    model_config = example(item="KNIFE-1")

    item: str = Field(max_length=16)


class TrainingRemarkIn(Schema):
    """What the trainer says, of one point or of the whole."""

    model_config = example(words="Asked for the coach at once: well done.", point="")

    words: str = Field(max_length=4000)
    point: str = Field(default="", max_length=16)


class ScenarioOut(Schema):
    """A scenario as it is chosen."""

    code: str
    label: str
    about: str
    minutes: int
    edition: str


class ExerciseOut(Schema):
    """An exercise, and how far it is."""

    id: UUID
    version: int
    reference: str
    scenario: str
    label: str
    edition: str
    seed: int
    speed: float
    trainees: list[str]
    trainer_name: str
    started_at: datetime
    running_since: datetime | None
    state: str
    ended_at: datetime | None
    ended_by: str
    played: int
    of: int
    played_s: float


class DueOut(Schema):
    """What the player sends now, and as whom."""

    exercise_id: UUID
    item: str
    by: str
    lands: str
    name: str
    number: str
    address: str
    subject: str
    station: str
    crs: str
    headcode: str
    text: str
    talk_s: int
    patience_s: int


class PlayedOut(Schema):
    """That an item was handed out."""

    id: UUID
    item: str
    played_at: datetime


class PointOut(Schema):
    """An expected point beside what was done."""

    code: str
    item: str
    text: str
    within_s: int
    standing: str
    at: datetime | None
    after_s: float | None
    did: str
    reference: str


class DeedOut(Schema):
    """What somebody did, or was refused."""

    at: datetime
    who: str
    what: str
    was_refused: bool
    why: str


class TrainingRemarkOut(Schema):
    """What the trainer said."""

    id: UUID
    point: str
    words: str
    by_name: str
    created_at: datetime


class DebriefOut(Schema):
    """An exercise as it is talked through."""

    exercise: ExerciseOut
    points: list[PointOut]
    deeds: list[DeedOut]
    remarks: list[TrainingRemarkOut]


@router.get("/training/scenarios", response=PageOut[ScenarioOut])
@reads(CanTrain.VIEW)
def list_scenarios(request: Asking, paging: Query[PagingIn]) -> Page[Any]:
    """Scenarios that can be played."""
    return page_in(queries.scenarios(request.actor), paging)


@router.get("/training/exercises", response=PageOut[ExerciseOut])
@reads(CanTrain.VIEW)
def list_exercises(request: Asking, paging: Query[PagingIn]) -> Page[queries.ExerciseRow]:
    """Exercises, the newest first."""
    return queries.exercises_page(request.actor, paging)


@router.get("/training/exercises/{uuid:exercise_id}", response=ExerciseOut)
@reads(CanTrain.VIEW)
def read_exercise(request: Asking, exercise_id: UUID) -> queries.ExerciseRow:
    """One exercise, and how far it is."""
    return queries.exercise(request.actor, exercise_id)


@router.get("/training/exercises/{uuid:exercise_id}/debrief", response=DebriefOut)
@reads(CanTrain.VIEW, sighting="training.debrief")
def read_debrief(request: Asking, exercise_id: UUID) -> queries.Debrief:
    """What was expected beside what was done, and the trainer's remarks."""
    return queries.debrief(request.actor, exercise_id)


@router.post("/training/exercises", response=ExerciseOut)
@changes(commands.start_exercise, no_version_because="A new exercise has no version yet.")
def start_exercise(request: Asking, said: ExerciseIn) -> queries.ExerciseRow:
    """Begin to play a scenario, in a training copy."""
    made = asked_once(request, commands.start_exercise, actor=request.actor, **said.dict())
    return queries.exercise(request.actor, made.id)


@router.post("/training/exercises/{uuid:exercise_id}/pause", response=ExerciseOut)
@changes(commands.pause_exercise)
def pause_exercise(request: Asking, exercise_id: UUID) -> queries.ExerciseRow:
    """Let it stand."""
    seen = seen_version(request)
    asked_once(request, commands.pause_exercise, actor=request.actor, exercise_id=exercise_id, seen_version=seen)
    return queries.exercise(request.actor, exercise_id)


@router.post("/training/exercises/{uuid:exercise_id}/resume", response=ExerciseOut)
@changes(commands.resume_exercise)
def resume_exercise(request: Asking, exercise_id: UUID, said: ExerciseSpeedIn) -> queries.ExerciseRow:
    """Let it go on, at another speed where one is given."""
    seen, facts = seen_version(request), said.dict()
    asked_once(
        request, commands.resume_exercise, actor=request.actor, exercise_id=exercise_id, seen_version=seen, **facts
    )
    return queries.exercise(request.actor, exercise_id)


@router.post("/training/exercises/{uuid:exercise_id}/end", response=ExerciseOut)
@changes(commands.end_exercise)
def end_exercise(request: Asking, exercise_id: UUID) -> queries.ExerciseRow:
    """Nothing more is played."""
    seen = seen_version(request)
    asked_once(request, commands.end_exercise, actor=request.actor, exercise_id=exercise_id, seen_version=seen)
    return queries.exercise(request.actor, exercise_id)


@router.post("/training/exercises/{uuid:exercise_id}/remarks", response=TrainingRemarkOut)
@changes(commands.write_remark, no_version_because="A remark only adds.")
def write_training_remark(request: Asking, exercise_id: UUID, said: TrainingRemarkIn) -> Any:  # noqa: ANN401
    """Keep what the trainer says."""
    return asked_once(request, commands.write_remark, actor=request.actor, exercise_id=exercise_id, **said.dict())


@router.get("/training/due", response=PageOut[DueOut])
@reads(CanTrain.PLAY)
def list_due(request: Asking, paging: Query[PagingIn]) -> Page[queries.DueRow]:
    """What the player sends now."""
    return page_in(queries.to_play(request.actor), paging)


@router.post("/training/exercises/{uuid:exercise_id}/played", response=PlayedOut)
@changes(commands.play_item, no_version_because="An item is played once; a second time is refused.")
def play_item(request: Asking, exercise_id: UUID, said: PlayedIn) -> Any:  # noqa: ANN401
    """Take an item that is due, before it is sent."""
    return asked_once(request, commands.play_item, actor=request.actor, exercise_id=exercise_id, item=said.item)
