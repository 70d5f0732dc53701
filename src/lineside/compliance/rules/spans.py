"""Parts of months: what one step of a sweep judges, small enough for one short transaction."""

from datetime import date, timedelta

from lineside.kernel.errors import RuleBroken

BEGINS = (1, 9, 17, 25)  # the days on which a part begins; none crosses a month
DAILY, WHOLE = "daily", "whole"
KINDS = {DAILY: "the last weeks and what changed", WHOLE: "everything"}
DAY = timedelta(days=1)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    return (first_of_month(day) + 31 * DAY).replace(day=1)


def span_of(day: date) -> tuple[date, date]:
    """The part of a month in which a day lies: its first and its last day."""
    begin = max(each for each in BEGINS if each <= day.day)
    later = [each for each in BEGINS if each > begin]
    return day.replace(day=begin), (day.replace(day=later[0]) if later else next_month(day)) - DAY


def spans_between(first: date, last: date) -> list[tuple[date, date]]:
    """Every part from that of the first day to that of the last."""
    found, day = [], first
    while day <= last:
        found.append(span_of(day))
        day = found[-1][1] + DAY
    return found


def check_kind(kind: str) -> str:
    if kind not in KINDS:
        raise RuleBroken(f"Say which sweep: {' or '.join(KINDS)}.", "kind")
    return kind


def check_month(month: date, today: date) -> date:
    """The month of a draw: one that has ended."""
    if next_month(month) > today:
        raise RuleBroken("That month has not ended; it is drawn from the first of the next on.", "month")
    return first_of_month(month)
