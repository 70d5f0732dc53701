"""Every read of major incidents."""

from lineside.major_incidents.queries.cascade import (
    ANSWERS,
    OwedRow,
    RoleRow,
    TurnRow,
    cascade_of,
    owed,
    turn_of,
    turns_due,
)
from lineside.major_incidents.queries.decisions import PARTS, MajorDecisionRow, major_decision_row, major_decisions
from lineside.major_incidents.queries.majors import (
    MajorRow,
    major_incident,
    major_of,
    majors_open,
    majors_page,
    sees,
)
from lineside.major_incidents.queries.proposing import Proposed, answers_of_contact, proposals
from lineside.major_incidents.queries.tote import (
    ChangeRow,
    TaskRow,
    ToteRow,
    task_of,
    tasks_due,
    tasks_of,
    tote_lines,
    tote_of,
)

__all__ = [
    "ANSWERS",
    "PARTS",
    "ChangeRow",
    "MajorDecisionRow",
    "MajorRow",
    "OwedRow",
    "Proposed",
    "RoleRow",
    "TaskRow",
    "ToteRow",
    "TurnRow",
    "answers_of_contact",
    "cascade_of",
    "major_decision_row",
    "major_decisions",
    "major_incident",
    "major_of",
    "majors_open",
    "majors_page",
    "owed",
    "proposals",
    "sees",
    "task_of",
    "tasks_due",
    "tasks_of",
    "tote_lines",
    "tote_of",
    "turn_of",
    "turns_due",
]
