"""Counting working days: neither Saturday, Sunday nor a bank holiday of the nation. No database here.

Victims' Code: a working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from lineside.kernel.clock import UK, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, editions

DATA = Path(__file__).parent / "data"
NATIONS = {"england_wales": "England and Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}
SATURDAY = 5
END_OF_DAY = time(23, 59)
MOST_DAYS = 366


def table(on: date) -> Edition:
    """The newest edition that was in force that day; the oldest for a day before any, since old crimes are told too."""
    known = editions(DATA / "bank_holidays")
    return next((each for each in reversed(known) if each.in_force_from <= on), known[0])


def holidays(nation: str, on: date) -> dict[date, str]:
    """The days and what each is called, by the edition in force on that day."""
    if nation not in NATIONS:
        raise RuleBroken("Bank holidays are known of England and Wales, Scotland and Northern Ireland.", "nation")
    return _of(nation, table(on).edition)


@cache
def _of(nation: str, edition: str) -> dict[date, str]:
    rows = next(each for each in editions(DATA / "bank_holidays") if each.edition == edition).rows
    return {date.fromisoformat(row["day"]): row["name"] for row in rows if row["nation"] == nation}


def is_working_day(day: date, nation: str, on: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(nation, on)


def add_working_days(day: date, count: int, nation: str) -> date:
    """That many working days after the day, which itself does not count, whatever day it is."""
    if not 0 <= count <= MOST_DAYS:
        raise RuleBroken(f"Count between none and {MOST_DAYS} working days.", "days")
    found = day
    while count:
        found += timedelta(days=1)
        count -= is_working_day(found, nation, day)
    return found


def due_after(at: datetime, count: int, nation: str) -> datetime:
    """The end of that day by the clock on the wall; none means the end of the very day."""
    return datetime.combine(add_working_days(uk_day(at), count, nation), END_OF_DAY, UK)
