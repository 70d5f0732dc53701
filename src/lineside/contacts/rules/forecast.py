"""How many people the contacts of an hour ask for, by what came in the same hour of the weeks before. No database here.

The rule: calls of a site wait in one line for the same people, who are as many as answer the asked share of them in
time by Erlang C, at the strictest target of the site's calls. What is written waits without harm, so it asks for its
hours of work alone, rounded up, beside them.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.contacts.rules import table
from lineside.kernel.clock import UK

AN_HOUR = timedelta(hours=1)
MOST_PEOPLE = 500  # more than any site has; a figure beyond it is a fault of its input


@dataclass(frozen=True, slots=True)
class Plan:
    """By what the figures are reckoned, of the edition in force; `roles` says who answers at each site."""

    weeks: int
    least: int
    most: timedelta
    roles: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Contacts an hour, and the mean seconds of one; none where nobody knows how long one takes."""

    an_hour: float
    mean_s: float | None

    @property
    def load(self) -> float:
        """Hours of work an hour, in Erlangs."""
        return self.an_hour * (self.mean_s or 0) / AN_HOUR.total_seconds()


def plan(on: date) -> Plan:
    edition = table("forecast", on)
    return Plan(
        weeks=int(edition.meta["weeks"]),
        least=int(edition.meta["least"]),
        most=timedelta(minutes=int(edition.meta["most_minutes"])),
        roles={str(row["site"]): str(row["role"]) for row in edition.rows},
    )


def hours_before(at: datetime, weeks: int) -> list[tuple[datetime, datetime]]:
    """This hour by the clock in UK time, on the same weekday of each week before, the latest first."""
    here = at.astimezone(UK).replace(minute=0, second=0, microsecond=0)
    begins = [(here - timedelta(weeks=each)).astimezone(at.tzinfo) for each in range(1, weeks + 1)]
    return [(each, each + AN_HOUR) for each in begins]


def must_wait(people: int, load: float) -> float:
    """Erlang C: the share of calls that wait, where they come by chance and each waits until it is answered.

    A. K. Erlang, "Solution of some Problems in the Theory of Probabilities of Significance in Automatic Telephone
    Exchanges" (1917), by the usual recursion over Erlang B. Everybody waits where there is more work than people.
    """
    if load <= 0:
        return 0.0
    if people <= load:
        return 1.0
    lost = 1.0
    for each in range(1, people + 1):
        lost = load * lost / (each + load * lost)
    return people * lost / (people - load * (1 - lost))


def in_time(people: int, calls: Work, within: timedelta) -> float:
    """The share of calls that are answered within the target."""
    load = calls.load
    if load <= 0 or not calls.mean_s:
        return 1.0
    if people <= load:
        return 0.0
    return 1 - must_wait(people, load) * math.exp(-(people - load) * within.total_seconds() / calls.mean_s)


def people_for_calls(calls: Work, within: timedelta, share: int) -> int:
    """The fewest by whom this many per cent are answered within the target."""
    fewest = math.floor(calls.load) + 1 if calls.load > 0 else 0
    enough = (each for each in range(fewest, MOST_PEOPLE) if 100 * in_time(each, calls, within) >= share)
    return next(enough, MOST_PEOPLE)


def people_for_writing(written: Work) -> int:
    return math.ceil(written.load)


def people_for(calls: Work, written: Work, within: timedelta, share: int) -> int | None:
    """None where something came and nobody knows how long one takes."""
    if any(each.an_hour and each.mean_s is None for each in (calls, written)):
        return None
    return people_for_calls(calls, within, share) + people_for_writing(written)
