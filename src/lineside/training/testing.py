"""Makers for tests: a database that is a training copy's, and an exercise in it."""

from typing import Any

from lineside.kernel.actors import system_actor
from lineside.kernel.policy import CAN_SET_POLICY, set_policy
from lineside.training.commands import end_exercise, start_exercise
from lineside.training.models import Exercise
from lineside.training.permissions import CanTrain
from lineside.training.queries import MARK, is_training_copy

TRAINER = system_actor("test trainer", *CanTrain, CAN_SET_POLICY)


def make_training_copy() -> None:
    if not is_training_copy():
        set_policy(actor=TRAINER, name=MARK, value=True, why="tests")


def make_exercise(**facts: Any) -> Exercise:
    """A new one; what ran before it is ended."""
    make_training_copy()
    for open_one in Exercise.objects.filter(is_open=True):
        end_exercise(actor=TRAINER, exercise_id=open_one.id)
    whole: dict[str, Any] = {"scenario": "KNIFE", "seed": 7, "trainees": "Robin Vale"}
    return start_exercise(actor=TRAINER, **{**whole, **facts})
