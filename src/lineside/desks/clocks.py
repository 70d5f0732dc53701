"""Which clock of an incident runs now, and where its row stands on the board."""

from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from lineside.ui.jinja import countdown

ORDER = "IPSRCE"


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


def clock_of(row: Timed) -> Markup:
    """Send by, until a unit is sent; then attend by, until one is there; then none."""
    if row.state in ("on_scene", "resulted", "review", "closed", "duplicate"):
        return Markup("")
    if row.dispatch_by and not row.first_assigned_at:
        return Markup("send {}").format(countdown(row.dispatch_by, row.first_contact_at, "send by"))
    if row.attend_by:
        return Markup("attend {}").format(countdown(row.attend_by, row.first_contact_at, "attend by"))
    return Markup("")


def sort_of(row: Timed) -> str:
    """Not graded first, since nobody has judged its risk; then by urgency; the oldest first within a grade."""
    rank = ORDER.find(row.grade) + 1 if row.grade else 0
    return f"{rank}-{row.first_contact_at.isoformat()}"
