"""The forms of the trainer's desk, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.training.commands import end_exercise
from lineside.training.models import Exercise
from lineside.training.testing import TRAINER, make_exercise, make_training_copy


def nothing_open(_actor):
    make_training_copy()
    for each in Exercise.objects.filter(is_open=True):
        end_exercise(actor=TRAINER, exercise_id=each.id)
    return Ask()


def an_exercise(_actor):
    row = make_exercise()
    return Ask((row.id,), row.version)


TRAINING = {
    "exercise-start": Form(
        {"scenario": "KNIFE", "seed": "7", "speed": "1.0", "trainees": "Robin Vale"},
        {"scenario", "speed"},
        nothing_open,
    ),
    "exercise-pause": Form({}, set(), an_exercise),
    "exercise-resume": Form({"speed": "2.0"}, {"speed"}, an_exercise),
    "exercise-end": Form({}, set(), an_exercise),
    "exercise-remark": Form({"words": "Well asked.", "point": "KNIFE-1-S"}, {"point"}, an_exercise),
}
