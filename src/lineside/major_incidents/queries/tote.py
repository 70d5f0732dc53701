"""The tote as the board shows it: each count with its history, and the tasks with their clocks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.finding.queries import row_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound
from lineside.major_incidents import rules
from lineside.major_incidents.models import MajorTask, ToteChange, ToteLine
from lineside.major_incidents.queries.majors import major_incident

LATEST = 3  # changes that the board shows of a line; the log has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What a count was, who told it, and who wrote it down."""

    have: int | None
    wanted: int | None
    told_by: str
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToteRow:
    """One line of the tote; no number means that nobody has said."""

    code: str
    section: str
    label: str
    is_asked_for: bool
    have: int | None
    wanted: int | None
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """Work that somebody owns by a time."""

    id: UUID
    major_incident_id: UUID
    text: str
    owner: str
    due_at: datetime
    by_name: str
    created_at: datetime
    told_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    is_done: bool
    words: str


def tote_lines() -> list[tuple[str, str]]:
    """The lines that can be counted: code and words, with their section."""
    return [
        (code, f"{rules.SECTIONS[row['section']]}: {row['label']}")
        for code, row in rules.lines_of(uk_day(now())).items()
    ]


def tote_of(major_incident_id: UUID) -> list[tuple[str, list[ToteRow]]]:
    """Every section with its lines, each with its latest changes. Ask for the major incident first."""
    lines = {each.code: each for each in ToteLine.objects.filter(major_incident_id=major_incident_id)}
    changes: dict[UUID, list[ToteChange]] = {}
    for each in ToteChange.objects.filter(line__major_incident_id=major_incident_id).order_by("-id"):
        changes.setdefault(each.line_id, []).append(each)
    rows = [_line(code, row, lines.get(code), changes) for code, row in rules.lines_of(uk_day(now())).items()]
    return [(label, [row for row in rows if row.section == code]) for code, label in rules.SECTIONS.items()]


def _line(code: str, known: dict[str, object], line: ToteLine | None, changes: dict[UUID, list[ToteChange]]) -> ToteRow:
    return ToteRow(
        code=code,
        section=str(known["section"]),
        label=str(known["label"]),
        is_asked_for=bool(known["wanted"]),
        have=line.have if line else None,
        wanted=line.wanted if line else None,
        changes=tuple(row_of(ChangeRow, each) for each in (changes.get(line.id, []) if line else [])[:LATEST]),
    )


def tasks_of(major_incident_id: UUID) -> list[TaskRow]:
    """Open ones first, the soonest due first; then those that are ended. Ask for the major incident first."""
    found = [row_of(TaskRow, each) for each in MajorTask.objects.filter(major_incident_id=major_incident_id)]
    return sorted(found, key=lambda each: (each.ended_at is not None, each.due_at, each.id))


def task_of(actor: Actor, major_task_id: UUID) -> TaskRow:
    found = MajorTask.objects.filter(pk=major_task_id).first()
    if found is None:
        raise NotFound("There is no such task.")
    major_incident(actor, found.major_incident_id)
    return row_of(TaskRow, found)


def tasks_due() -> list[UUID]:
    """Tasks that are overdue and that no supervisor was told of, for the clock."""
    found = MajorTask.objects.filter(ended_at=None, told_at=None, due_at__lte=now(), major_incident__over_at=None)
    return list(found.order_by("due_at").values_list("id", flat=True))
