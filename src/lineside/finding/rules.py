"""What somebody typed into a search box, read: the day, or the time of a day, and the words that are left."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR, UK

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = re.compile(
    r"(?<!\S)(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})"
    rf"|(?P<said_day>\d{{1,2}}) (?P<said_month>{'|'.join(MONTHS)})[a-z]* (?P<said_year>\d{{4}}))(?!\S)",
    re.IGNORECASE,
)
TIME = re.compile(r"(?<!\S)([01]?\d|2[0-3]):([0-5]\d)(?!\S)")
AROUND = timedelta(minutes=30)  # [design] of a time that somebody remembers, either way


@dataclass(frozen=True, slots=True)
class Typed:
    """From when to when, both empty where no day was named; the rest; and how the time was read, for people."""

    rest: str
    since: datetime | None = None
    until: datetime | None = None
    said: str = ""


def read_typed(text: str) -> Typed:
    """A day of the UK, as 26/11/2026, 2026-11-26 or 26 Nov 2026, perhaps with a time; else all of it is words.

    A time without a day is a word like any other: people say trains by it.
    """
    found = DAY.search(text)
    on = _day(found) if found else None
    if found is None or on is None:
        return Typed(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    clock = TIME.search(rest)
    if clock is None:
        since = _uk(on, time())
        return Typed(rest.strip(), since, _uk(on + timedelta(days=1), time()), f"{on:%-d %B %Y}")
    rest = f"{rest[: clock.start()]} {rest[clock.end() :]}".strip()
    at = _uk(on, time(int(clock[1]), int(clock[2])))
    return Typed(rest, at - AROUND, at + AROUND, f"{on:%-d %B %Y}, half an hour either side of {clock[0].strip()}")


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = parts["month"] or parts["iso_month"] or str(1 + MONTHS.index((parts["said_month"] or "jan")[:3].lower()))
    day, year = (parts[name] or parts[f"iso_{name}"] or parts[f"said_{name}"] for name in ("day", "year"))
    if not FIRST_YEAR <= int(year) < LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # no such day: what was typed is something else
        return None


def _uk(on: date, at: time) -> datetime:
    return datetime.combine(on, at, UK).astimezone(UTC)
