"""Reading exercises: what is due, how far one is, and what was done in it."""

from lineside.training.queries.debrief import Debrief, Deed, PointRow, debrief
from lineside.training.queries.exercises import (
    MARK,
    DueRow,
    ExerciseRow,
    RemarkRow,
    elapsed_of,
    exercise,
    exercises,
    exercises_page,
    is_training_copy,
    now_open,
    planned_of,
    remarks_of,
    row_of,
    scenarios,
    speeds,
    to_play,
)

__all__ = [
    "MARK",
    "Debrief",
    "Deed",
    "DueRow",
    "ExerciseRow",
    "PointRow",
    "RemarkRow",
    "debrief",
    "elapsed_of",
    "exercise",
    "exercises",
    "exercises_page",
    "is_training_copy",
    "now_open",
    "planned_of",
    "remarks_of",
    "row_of",
    "scenarios",
    "speeds",
    "to_play",
]
