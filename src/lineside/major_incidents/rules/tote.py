"""The tote (control_room.md d.1): casualties by category, resources and agencies, each as a count somebody told."""

from datetime import date, datetime, timedelta
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.major_incidents.rules.words import said, table

SECTIONS = {"casualty": "Casualties", "resource": "Resources", "agency": "Agencies"}
MOST = 100_000
LONGEST_TASK = timedelta(days=7)


def lines_of(on: date) -> dict[str, dict[str, Any]]:
    """The lines of the tote in their order, by code."""
    return table("tote", on).by_code


def check_count(code: str, have: int | None, wanted: int | None, told_by: str, on: date) -> str:
    """A count names its line, says at least one number, and who told it; the name as it is kept."""
    row = lines_of(on).get(code)
    if row is None:
        raise RuleBroken("Choose the line of the tote from the list.", "line")
    if have is None and wanted is None:
        raise RuleBroken("Give the number; 0 is one too.", "have")
    if wanted is not None and not row["wanted"]:
        raise RuleBroken("Casualties are counted and not asked for; leave this empty.", "wanted")
    for field, number in (("have", have), ("wanted", wanted)):
        if number is not None and not 0 <= number <= MOST:
            raise RuleBroken(f"Give a number from 0 to {MOST}.", field)
    return said(told_by, "told_by", missing="Say who told this number.", longest=200, shortest=2)


def count_in_words(
    label: str, was: tuple[int | None, int | None], now: tuple[int | None, int | None], told_by: str
) -> str:
    """What changed, as a line of the log tells it."""
    parts = [f"{_number(was[0])} to {_number(now[0])}"] if was[0] != now[0] else [_number(now[0])]
    if now[1] is not None:
        parts.append(f"asked for {_number(now[1])}" + (f" (was {_number(was[1])})" if was[1] != now[1] else ""))
    return f"Tote, {label}: {', '.join(parts)}; told by {told_by}"


def _number(count: int | None) -> str:
    return "not known" if count is None else str(count)


def check_due(due_at: datetime, at: datetime) -> None:
    if not at < due_at <= at + LONGEST_TASK:
        raise RuleBroken("Give a time to come, within seven days.", "due")
