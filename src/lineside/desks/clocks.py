"""Which clock of an incident runs now, and where its row stands on the board."""

from datetime import datetime, timedelta
from typing import Protocol

from markupsafe import Markup

from lineside.incidents.queries import disruption_of
from lineside.ui.jinja import countdown

ORDER = "IPSRCE"
ENDED = ("closed", "duplicate", "transferred", "cancelled")


class Timed(Protocol):
    """What of an incident tells which clock runs."""

    @property
    def state(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def first_contact_at(self) -> datetime: ...
    @property
    def dispatch_by(self) -> datetime | None: ...
    @property
    def attend_by(self) -> datetime | None: ...
    @property
    def first_assigned_at(self) -> datetime | None: ...
    @property
    def deferred_at(self) -> datetime | None: ...
    @property
    def deferred_until(self) -> datetime | None: ...
    @property
    def rung(self) -> int: ...
    @property
    def disruption(self) -> str: ...


def clock_of(row: Timed) -> Markup:
    """Back at, while it is put off; send by, until a unit is sent; then attend by, until one is there; then none."""
    if row.state in ("on_scene", "resulted", "review", *ENDED):
        return Markup("")
    if row.state == "deferred":
        return Markup("back {}").format(countdown(row.deferred_until, row.deferred_at, "back in the queue at"))
    if row.dispatch_by and not row.first_assigned_at:
        return Markup("send {}").format(countdown(row.dispatch_by, row.first_contact_at, "send by"))
    if row.attend_by:
        return Markup("attend {}").format(countdown(row.attend_by, row.first_contact_at, "attend by"))
    return Markup("")


def sort_of(row: Timed) -> str:
    """Not graded first, since nobody has judged its risk; then by urgency; the oldest first within a grade.

    What has reached somebody on its ladder stands before the rest of its grade, an Immediate before everything; what
    disrupts the railway most comes first within that, and never before a graver log.
    """
    rank = ORDER.find(row.grade) + 1 if row.grade else 0
    pinned = "!" if row.rung and row.grade == "I" else rank
    level = disruption_of(row.disruption)
    return f"{pinned}-{0 if row.rung else 1}-{9 - (level.rank if level else 0)}-{row.first_contact_at.isoformat()}"


def spoken(length: timedelta) -> str:
    """How long, as people say it."""
    minutes = int(abs(length).total_seconds()) // 60
    hours, days = minutes // 60, minutes // 1440
    if not minutes:
        return "less than a minute"
    if not hours:
        return f"{minutes} min"
    return f"{days} d {hours % 24} h" if days else f"{hours} h {minutes % 60:02d}"
