"""Clocks of a unit's welfare: who has not been heard for how long. No database here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.dispatch.rules.units import table


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that runs on a unit: what is owed, since when and by when."""

    code: str
    label: str
    since: datetime
    by: datetime

    def is_over(self, at: datetime) -> bool:
        return self.by <= at


def scene_clock(*, heard_at: datetime, grade: str, officers: int, is_warned: bool, on: date) -> Clock | None:
    """The clock of a unit at scene: the shortest that its grade and its crew have (control_room.md c.2).

    `heard_at` is when the unit last said anything of itself, or somebody said that all is well with it.
    """
    fits = [
        row
        for row in table("welfare_clocks", on).rows
        if grade and grade in str(row["grades"]) and (not row["alone"] or (officers == 1 and is_warned))
    ]
    if not fits:
        return None
    row = min(fits, key=lambda each: int(each["seconds"]))
    return Clock(str(row["code"]), str(row["label"]), heard_at, heard_at + timedelta(seconds=int(row["seconds"])))


def message_clock(sent_at: datetime, on: date) -> Clock:
    """The clock of a message that the unit has not accepted."""
    row = table("welfare_clocks", on).by_code["message"]
    return Clock("message", str(row["label"]), sent_at, sent_at + timedelta(seconds=int(row["seconds"])))
