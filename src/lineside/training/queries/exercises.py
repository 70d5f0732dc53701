"""Exercises, their clocks, and what of a scenario is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in
from lineside.kernel.policy import policy
from lineside.training import rules
from lineside.training.models import Exercise, Played, Remark
from lineside.training.permissions import CanTrain

MARK = "training"  # the policy by which a database says that it is a training copy's
MOST = 200
SPEED_WORDS = {0.5: "half speed", 1.0: "as it is", 2.0: "twice as fast", 4.0: "four times as fast"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseRow:
    """An exercise as it is shown; what it plays next is told to nobody."""

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
    is_open: bool
    ended_at: datetime | None
    ended_by: str
    played: int
    of: int
    played_s: float

    @property
    def state(self) -> str:
        if not self.is_open:
            return "ended"
        return "paused" if self.running_since is None else "running"

    @property
    def speed_words(self) -> str:
        return SPEED_WORDS[self.speed]

    @property
    def sort(self) -> str:
        # The newest first; a list's order is that of its words.
        return f"{9_999_999_999 - int(self.started_at.timestamp()):010d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """What the trainer said."""

    id: UUID
    point: str
    words: str
    by_name: str
    created_at: datetime


def is_training_copy() -> bool:
    return bool(policy(MARK, default=False))


def elapsed_of(row: Exercise) -> float:
    return rules.elapsed(played_s=row.played_s, running_since=row.running_since, speed=row.speed, at=now())


def planned_of(row: Exercise) -> list[rules.Due]:
    """By the tables that were in force when it was started, so that it ends as it began."""
    return rules.plan(row.scenario, row.seed, uk_day(row.started_at), row.turn)


def scenarios(actor: Actor) -> list[rules.Scenario]:
    permit(actor, CanTrain.VIEW)
    return rules.scenarios(uk_day(now()))


def speeds() -> list[tuple[str, str]]:
    return [(str(speed), SPEED_WORDS[speed]) for speed in rules.SPEEDS]


def exercises(actor: Actor) -> list[ExerciseRow]:
    """The newest first."""
    permit(actor, CanTrain.VIEW)
    return [_row(row) for row in Exercise.objects.order_by("-started_at")[:MOST]]


def exercises_page(actor: Actor, paging: Paging) -> Page[ExerciseRow]:
    return page_in(exercises(actor), paging)


def exercise(actor: Actor, exercise_id: UUID) -> ExerciseRow:
    permit(actor, CanTrain.VIEW)
    found = row_of(exercise_id)
    if found is None:
        raise NotFound("There is no such exercise.")
    return found


def now_open(actor: Actor) -> ExerciseRow | None:
    """The exercise that is not ended, which is one at most."""
    permit(actor, CanTrain.VIEW)
    found = Exercise.objects.filter(is_open=True).first()
    return _row(found) if found else None


def row_of(exercise_id: UUID) -> ExerciseRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = Exercise.objects.filter(pk=exercise_id).first()
    return _row(found) if found else None


def remarks_of(exercise_id: UUID) -> list[RemarkRow]:
    found = Remark.objects.filter(exercise_id=exercise_id).order_by("id")
    return [RemarkRow(**{name: getattr(row, name) for name in RemarkRow.__slots__}) for row in found]


def to_play(actor: Actor) -> list[DueRow]:
    """What is due now and was not handed out yet; nothing while the exercise is paused."""
    permit(actor, CanTrain.PLAY)
    running = Exercise.objects.filter(is_open=True, running_since__isnull=False).first()
    if running is None or not is_training_copy():
        return []
    gone = set(Played.objects.filter(exercise=running).values_list("item", flat=True))
    return [_due(running, due) for due in rules.due_by(planned_of(running), gone, elapsed_of(running))]


def _due(row: Exercise, due: rules.Due) -> DueRow:
    item, person = due.item, due.person
    of_item: dict[str, Any] = {
        name: getattr(item, name)
        for name in ("by", "lands", "subject", "station", "crs", "headcode", "text", "talk_s", "patience_s")
    }
    of_person: dict[str, Any] = {"name": person.name, "number": person.number, "address": person.address}
    return DueRow(exercise_id=row.id, item=item.code, **of_item, **of_person)


def _row(row: Exercise) -> ExerciseRow:
    told = {name: getattr(row, name) for name in ExerciseRow.__slots__ if name not in ("played", "of")}
    of = len(rules.items_of(row.scenario, uk_day(row.started_at)))
    played = Played.objects.filter(exercise=row).count()
    return ExerciseRow(**told, played=played, of=of)
