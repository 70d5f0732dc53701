"""What of the trail may be asked for, and how it leaves: as a table that no spreadsheet runs as a program."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from io import StringIO

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR
from lineside.kernel.errors import RuleBroken

A_WEEK = timedelta(days=6)
MOST_DAYS = 366
MOST_TAKEN = 20_000
COMBINING, GREEK, RARE_CYRILLIC = 0x300, 0x370, 0x500  # where those blocks of Unicode begin
PUNCTUATION = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2192")
# OWASP, "CSV Injection": what a spreadsheet reads as the begin of a formula, in both widths.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def span_of_days(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The days that are asked for; a week to today where nothing is said."""
    end = last or max(today, first or today)
    begin = first or max(end, date.min + A_WEEK) - A_WEEK
    if begin.year < FIRST_YEAR or end.year >= LAST_YEAR:
        raise RuleBroken("Ask for days of our own century.", "first")
    if begin > end:
        raise RuleBroken("The first day is after the last; turn them round.", "first")
    if end - begin >= timedelta(days=MOST_DAYS):
        raise RuleBroken(f"Ask for at most {MOST_DAYS} days at once.", "first")
    return begin, end


def check_copy(reason: str, count: int) -> None:
    if not reason.strip():
        raise RuleBroken("Say what the copy is for; it is put on record with your name.", "reason")
    if count > MOST_TAKEN:
        raise RuleBroken(f"These are more than {MOST_TAKEN:,} lines; choose fewer days, a person or a record.", "first")


def check_disclosure(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("Say what it is disclosed for, as a case; it goes on record with your name.", "reason")
    return reason.strip()


def by_number(text: str) -> str:
    """Letters that not every type has, and signs that none has, by their number in Unicode.

    What is Latin, Greek or Cyrillic stays, and so do the ends of lines.
    """
    return "".join(letter if _is_everywhere(letter) else f"[U+{ord(letter):04X}]" for letter in text)


def _is_everywhere(letter: str) -> bool:
    number = ord(letter)
    if unicodedata.category(letter) in ("Cc", "Cn"):  # control characters, and numbers that are no letters yet
        return letter in "\n\t"
    return number < COMBINING or GREEK <= number < RARE_CYRILLIC or letter in PUNCTUATION


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    write.writerow(head)
    write.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe_cell(value: object) -> str:
    """The value as text; an apostrophe before what would begin a formula makes it text to a spreadsheet too."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
