"""Rules of training: what a scenario plays, when and by whom; how its clock runs; what counts as done. No database."""

from lineside.training.rules.clock import SPEEDS, check_speed, elapsed
from lineside.training.rules.points import KINDS, STANDINGS, Did, Judged, judge
from lineside.training.rules.scenarios import (
    LONGEST,
    Due,
    Item,
    Person,
    Point,
    Scenario,
    check_remark,
    check_seed,
    check_trainees,
    due_by,
    items_of,
    plan,
    points_of,
    scenario,
    scenarios,
)

__all__ = [
    "KINDS",
    "LONGEST",
    "SPEEDS",
    "STANDINGS",
    "Did",
    "Due",
    "Item",
    "Judged",
    "Person",
    "Point",
    "Scenario",
    "check_remark",
    "check_seed",
    "check_speed",
    "check_trainees",
    "due_by",
    "elapsed",
    "items_of",
    "judge",
    "plan",
    "points_of",
    "scenario",
    "scenarios",
]
