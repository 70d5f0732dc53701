"""When THRIVE is due again: by the grade, and by whether a unit was ever assigned. Who is free plays no part."""

from datetime import date, datetime, timedelta

from lineside.kernel.rule_tables import editions
from lineside.triage.rules.thrive import DATA


def reassess_by(
    *, grade: str, assessed_at: datetime | None, first_assigned_at: datetime | None, on: date
) -> datetime | None:
    """The moment by which THRIVE is due again; none for a grade that nobody waits on, or before the first."""
    table = [each for each in editions(DATA / "reassessment") if each.in_force_from <= on]
    row = next((row for row in (table[-1].rows if table else ()) if row["grade"] == grade), None)
    if row is None or assessed_at is None:
        return None
    return assessed_at + timedelta(minutes=row["resourced" if first_assigned_at else "unresourced"])


def graded_with_clock(on: date) -> tuple[str, ...]:
    """The grades of which THRIVE is ever due again."""
    table = [each for each in editions(DATA / "reassessment") if each.in_force_from <= on]
    return tuple(str(row["grade"]) for row in (table[-1].rows if table else ()))


def is_overdue(due_at: datetime | None, at: datetime) -> bool:
    """Due again, and nobody has judged it since."""
    return due_at is not None and at > due_at
