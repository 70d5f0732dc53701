"""Every change of an exercise: it is started, stands, goes on, ends; what was played; what the trainer remarks."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.pole import commands as pole
from lineside.pole.permissions import CanPole
from lineside.pole.queries import MarkerFacts
from lineside.training import rules
from lineside.training.events import ExerciseChanged
from lineside.training.models import Exercise, Played, Remark
from lineside.training.permissions import CanTrain
from lineside.training.queries import elapsed_of, is_training_copy, planned_of

LIVE = "This is no training copy, and no scenario is played here; start one with `lineside train`."
ANOTHER = "Another exercise is not ended yet; end it first, so that nobody trains on what was meant for somebody else."


@command(needs=CanTrain.RUN)
def start_exercise(*, actor: Actor, scenario: str, seed: int, trainees: str, speed: float = 1.0) -> Exercise:
    """Begin to play a scenario to these trainees, with warnings on those who ring where the scenario has one."""
    check_copy()
    at = now()
    chosen, day = rules.scenario(scenario, uk_day(at)), uk_day(at)
    key = uuid7()
    row = Exercise(
        id=key,
        reference=f"TRAINING-{key.hex[-6:].upper()}",
        scenario=chosen.code,
        label=chosen.label,
        edition=chosen.edition,
        seed=rules.check_seed(seed),
        turn=Exercise.objects.count(),
        trainees=rules.check_trainees(trainees),
        trainer_id=actor.id,
        trainer_name=actor.name,
        speed=rules.check_speed(speed),
        started_at=at,
        running_since=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise RuleBroken(ANOTHER) from twice
    _warn(actor, row, day)
    return _changed(row, "started")


def _warn(actor: Actor, row: Exercise, day: date) -> None:
    """What is known of a caller before they ring."""
    marker = actor.also(CanPole.MARK)
    for due in rules.plan(row.scenario, row.seed, day, row.turn):
        if due.item.marker:
            facts = MarkerFacts(
                code=due.item.marker, known_by="phone", value=due.person.number, words=due.item.marker_words
            )
            pole.place_marker(actor=marker, marker=facts)


@command(needs=CanTrain.RUN)
def pause_exercise(*, actor: Actor, exercise_id: UUID, seen_version: int | None = None) -> Exercise:  # noqa: ARG001
    """Let the scenario stand: nothing more comes in until it goes on. The trainees' own times run."""
    row = _open(exercise_id, seen_version)
    if row.running_since is None:
        raise RuleBroken("This exercise is paused already.")
    row.played_s, row.running_since = elapsed_of(row), None
    row.save()
    return _changed(row, "paused")


@command(needs=CanTrain.RUN)
def resume_exercise(
    *,
    actor: Actor,  # noqa: ARG001
    exercise_id: UUID,
    speed: float | None = None,
    seen_version: int | None = None,
) -> Exercise:
    """Let the scenario go on, at another speed where one is given."""
    row = _open(exercise_id, seen_version)
    if row.running_since is not None and speed in (None, row.speed):
        raise RuleBroken("This exercise runs already.")
    row.played_s, row.running_since = elapsed_of(row), now()
    row.speed = row.speed if speed is None else rules.check_speed(speed)
    row.save()
    return _changed(row, "resumed")


@command(needs=CanTrain.RUN)
def end_exercise(*, actor: Actor, exercise_id: UUID, seen_version: int | None = None) -> Exercise:
    """Nothing more is played; what was not done by now was not done."""
    row = _open(exercise_id, seen_version)
    row.played_s, row.running_since = elapsed_of(row), None
    row.is_open, row.ended_at, row.ended_by = False, now(), actor.name
    row.save()
    return _changed(row, "ended")


@command(needs=CanTrain.PLAY)
def play_item(*, actor: Actor, exercise_id: UUID, item: str) -> Played:  # noqa: ARG001
    """Hand an item that is due to its player, once."""
    row = _open(exercise_id, None)
    due = {each.item.code: each for each in planned_of(row) if each.at_s <= elapsed_of(row)}
    if item not in due or row.running_since is None:
        raise RuleBroken("That item is not due.", "item")
    if Played.objects.filter(exercise=row, item=item).exists():
        raise RuleBroken("That item was played already.", "item")
    played = Played(exercise=row, item=item, sender=due[item].sender, played_at=now())
    played.save()
    _changed(row, "played")
    return played


@command(needs=CanTrain.RUN)
def write_remark(*, actor: Actor, exercise_id: UUID, words: str, point: str = "") -> Remark:
    """What the trainer says of a point, or of the whole; it is kept with the exercise."""
    row = locked(Exercise, exercise_id)
    said = rules.check_remark(words)
    if point and point not in {each.code for each in rules.points_of(row.scenario, uk_day(row.started_at))}:
        raise RuleBroken("That is no point of this scenario; choose one from the list.", "point")
    remark = Remark(exercise=row, point=point, words=said, by_id=actor.id, by_name=actor.name)
    remark.save()
    _changed(row, "remarked")
    return remark


def check_copy() -> None:
    if not is_training_copy():
        raise RuleBroken(LIVE)


def _open(exercise_id: UUID, seen_version: int | None) -> Exercise:
    check_copy()
    row = locked(Exercise, exercise_id, seen_version)
    if not row.is_open:
        raise RuleBroken("This exercise has ended.")
    return row


def _changed(row: Exercise, what: str) -> Exercise:
    announce(ExerciseChanged(exercise_id=row.id, what=what))
    return row
