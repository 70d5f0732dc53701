"""Times as people type them: 14:05, 14:05:30, yesterday 23:50, 24/11 14:05, tomorrow 09:00, in UK time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

CLOCK = re.compile(
    r"(?:(?P<day>yesterday|today|tomorrow|\d{1,2}/\d{1,2})\s+)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?=\s|$)",
    re.ASCII | re.IGNORECASE,
)
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
A_LITTLE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A time as it was typed: the day in words or as 24/11, or none."""

    day: str
    at: time


def take_time(text: str, usage: str) -> tuple[Typed, str]:
    """The time at the beginning of the text, and what follows it."""
    found = CLOCK.match(text)
    if found is None:
        raise RuleBroken(f"Begin with the time on the 24-hour clock: {usage}", "text")
    try:
        at = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise RuleBroken(f"{found[0].split()[-1]} is not a time of the 24-hour clock.", "text") from None
    return Typed(day=(found["day"] or "").lower(), at=at), text[found.end() :].strip()


def past(typed: Typed, now: datetime, begun: datetime) -> datetime:
    """When something happened. Without a day it was today; last night only when the log was open by then."""
    found = _moments(typed, now)
    if typed.day or found[0] <= now + A_LITTLE:
        return max((each for each in found if each <= now + A_LITTLE), default=found[0])
    last_night = _moments(typed, now - timedelta(days=1))[-1]
    return last_night if last_night >= begun.replace(second=0, microsecond=0) else found[0]


def to_come(typed: Typed, now: datetime) -> datetime:
    """When something is to happen: without a day, the next time that the clock shows it."""
    found = _moments(typed, now)[0]
    return found if typed.day or found > now else _moments(typed, now + timedelta(days=1))[0]


def _moments(typed: Typed, now: datetime) -> list[datetime]:
    """One moment; two in the hour that comes twice when the clocks go back; none is a refusal."""
    plain = datetime.combine(_day(typed.day, now), typed.at)
    both = [plain.replace(tzinfo=UK, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [each for each in both if each.astimezone(UK).replace(tzinfo=None) == plain]
    if not real:
        raise RuleBroken(f"The clocks went forward then: there was no {typed.at:%H:%M} on that day.", "text")
    return sorted(set(real))


def _day(day: str, now: datetime) -> date:
    today = now.astimezone(UK).date()
    if day in DAYS or not day:
        return today + timedelta(days=DAYS.get(day, 0))
    number, month = (int(part) for part in day.split("/"))
    years = (today.year, today.year - 1, today.year + 1)
    known = [found for year in years if (found := _date(year, month, number))]
    if not known:
        raise RuleBroken(f"{day} is not a day of the year; write it as 24/11.", "text")
    return min(known, key=lambda each: abs(each - today))


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
