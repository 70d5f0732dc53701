"""The clock of a train that stands with people on board (control_room.md e.5). Pure: times and conditions go in.

Nothing in here ends it: not a report that it moves, not the grade, not a result. An outcome does.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.disruption.rules.levels import DATA, check_words, table
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, editions

HOLD = "train_stranded"
LONGEST_STAND = timedelta(hours=24)
AHEAD = timedelta(minutes=1)
MOST_PEOPLE = 5000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One mark of the clock: when it is due, what is then asked, and whom it reaches."""

    code: str
    label: str
    asks: str
    level: int
    due: datetime


def thresholds(stood_since: datetime, conditions: Collection[str], edition: Edition) -> tuple[Threshold, ...]:
    """The whole clock, the first mark first; a condition that makes it hard on board shortens it."""
    column = "minutes_hard" if conditions else "minutes"
    found = [
        Threshold(
            code=str(row["code"]),
            label=str(row["label"]),
            asks=str(row["asks"]),
            level=int(row["level"]),
            due=stood_since + timedelta(minutes=row[column]),
        )
        for row in edition.rows
    ]
    return tuple(sorted(found, key=lambda each: each.due))


def edition_named(name: str) -> Edition:
    """The thresholds of the edition in force when the clock began."""
    known = editions(DATA / "thresholds")
    return next((each for each in known if each.edition == name), known[-1])


def reached(clock: Iterable[Threshold], on_record: Collection[str], at: datetime) -> tuple[Threshold, ...]:
    """What is due by now and not on record."""
    return tuple(each for each in clock if each.due <= at and each.code not in on_record)


def next_due(clock: Iterable[Threshold], on_record: Collection[str]) -> Threshold | None:
    """The next mark: one that is due and that the clock has not written yet as well."""
    return next((each for each in clock if each.code not in on_record), None)


def reached_line(train: str, stood: timedelta, mark: Threshold, people: int | None, told: tuple[str, ...]) -> str:
    """The line of the log, with whom it reached."""
    aboard = f"{people} on board" if people is not None else "people on board"
    who = f" Told: {', '.join(told)}." if told else ""
    return f"STRANDED {train}, {aboard}, {int(stood.total_seconds()) // 60} min: {mark.label}. {mark.asks}{who}"


def check_since(since: datetime, at: datetime) -> datetime:
    if since > at + AHEAD:
        raise RuleBroken("It cannot have stood still since a time to come.", "since")
    if since < at - LONGEST_STAND:
        raise RuleBroken("That is more than 24 hours ago; check since when it stands.", "since")
    return min(since, at)


def check_people(people: int | None) -> int | None:
    if people is not None and not 0 <= people <= MOST_PEOPLE:
        raise RuleBroken(f"Give a number of people from 0 to {MOST_PEOPLE}.", "people")
    return people


def check_conditions(asked: Iterable[str], on: date) -> list[str]:
    """In the order of the table."""
    wanted, known = set(asked), table("conditions", on).by_code
    if wanted - set(known):
        raise RuleBroken("Choose from the list what makes it hard on board.", "conditions")
    return [code for code in known if code in wanted]


def check_outcome(how: str, words: str, on: date) -> tuple[str, str]:
    """The outcome's label and its words as they are kept."""
    row = table("outcomes", on).by_code.get(how)
    if row is None:
        raise RuleBroken("Say how it ended for the people on board; choose from the list.", "how")
    said = check_words(words, "words", "Say in a sentence what was done." if row["needs_words"] else "")
    return str(row["label"]), said


def check_name(text: str, field: str, missing: str) -> str:
    """A name or a place, in a few words."""
    said = check_words(text, field, missing)
    if len(said) > LONGEST_NAME:
        raise RuleBroken(f"Keep this to {LONGEST_NAME} characters; it has {len(said)}.", field)
    return said
