"""Exercises in the state that each deed asks for."""

from datetime import timedelta
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.testing import clock
from lineside.training.commands import end_exercise
from lineside.training.models import Exercise
from lineside.training.testing import TRAINER, make_exercise, make_training_copy

Ids = dict[str, UUID]


def asked(_: Actor) -> Ids:
    return {"exercise_id": make_exercise().id}


def nothing_open(_: Actor) -> Ids:
    make_training_copy()
    for each in Exercise.objects.filter(is_open=True):
        end_exercise(actor=TRAINER, exercise_id=each.id)
    return {}


def with_something_due(_: Actor) -> Ids:
    with clock(now() - timedelta(minutes=1)):
        return {"exercise_id": make_exercise().id}


READY = {
    "start_exercise": nothing_open,
    "pause_exercise": asked,
    "resume_exercise": asked,
    "end_exercise": asked,
    "play_item": with_something_due,
    "write_training_remark": asked,
}
