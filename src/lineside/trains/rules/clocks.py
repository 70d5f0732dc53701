"""The railway's clocks: TRUST's milliseconds, and times of day that run past midnight."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR, UK
from lineside.kernel.rule_tables import Edition, in_force
from lineside.trains.rules.telling import Unreadable

DATA = Path(__file__).parents[1] / "data"
TURN = timedelta(hours=12)
AHEAD = timedelta(minutes=10)
LONGEST_NUMBER = 16
A_DAY = timedelta(days=1)


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def queue_time(text: Any, name: str = "msg_queue_timestamp") -> datetime:  # noqa: ANN401 - JSON in
    """Milliseconds since 1970 that are what they say."""
    digits = str(text or "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST_NUMBER:
        raise Unreadable(f"Its {name} is no time in milliseconds.")
    try:
        at = datetime.fromtimestamp(int(digits) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        raise Unreadable(f"Its {name} is no time in milliseconds.") from None
    if not FIRST_YEAR <= at.year < LAST_YEAR:
        raise Unreadable(f"Its {name} lies outside our calendar.")
    return at


def trust_time(text: Any, name: str, queued_at: datetime) -> datetime | None:  # noqa: ANN401 - JSON in
    """A time of the railway. In summer TRUST sends the clock on the wall as if it were UTC; see `trust_clock`."""
    if text in ("", None):
        return None
    sent = queue_time(text, name)
    if not table("trust_clock", queued_at.date()).by_code["body"]["is_wall_clock"]:
        return sent
    return sent.replace(tzinfo=UK).astimezone(UTC)


def at_time(said: str, near: datetime) -> datetime:
    """A time of the clock on the wall, `09:50` or `09:50:30`, on whichever day lies nearest to a moment."""
    clock = clock_time(said)
    here = near.astimezone(UK)
    among = [datetime.combine(here.date() + timedelta(days=days), clock, UK) for days in (-1, 0, 1)]
    return min(among, key=lambda each: abs(each - near)).astimezone(UTC)


def clock_time(said: str) -> time:
    """`09:50`, `09:50:30`, `0950` or the timetable's `0950H`, which is half a minute later."""
    half = 30 if said.endswith("H") else 0
    digits = said.removesuffix("H").replace(":", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (4, 6):
        raise Unreadable(f"'{said[:12]}' is no time of day.")
    hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:] or half)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise Unreadable(f"'{said[:12]}' is no time of day.") from None


def moments(day: date, said: list[str]) -> list[datetime | None]:
    """Times of day along one journey as moments; a step back of more than twelve hours is the next day."""
    found: list[datetime | None] = []
    before: datetime | None = None
    for each in said:
        if not each:
            found.append(None)
            continue
        at = datetime.combine(before.astimezone(UK).date() if before else day, clock_time(each), UK).astimezone(UTC)
        if before and before - at > TURN:
            at = datetime.combine(before.astimezone(UK).date() + A_DAY, clock_time(each), UK).astimezone(UTC)
        found.append(at)
        before = at
    return found


def iso_date(said: Any, name: str) -> date:  # noqa: ANN401 - JSON or XML in
    try:
        found = date.fromisoformat(str(said)[:10])
    except ValueError:
        raise Unreadable(f"Its {name} is no date.") from None
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise Unreadable(f"Its {name} lies outside our calendar.")
    return found
