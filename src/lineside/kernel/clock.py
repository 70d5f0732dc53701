"""The clock: UTC in storage, UK time on screen; tests hold it still with `kernel.testing.clock`."""

from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
# Nothing of ours lies outside them: a clock that says otherwise was never set, and the calendar's ends have no UK time.
FIRST_YEAR, LAST_YEAR = 2000, 2100
held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    return held.get() or datetime.now(UTC)


def uk_day(moment: datetime) -> date:
    return moment.astimezone(UK).date()
