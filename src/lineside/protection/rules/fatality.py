"""The clocks and the classification of a fatality (control_room.md e.5); each clock is ended by its own mark alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.kernel.errors import RuleBroken
from lineside.protection.rules.tables import table

CONFIRM, ON_SCENE, CLASSIFY, HAND_BACK = "confirm", "on_scene", "classify", "hand_back"


FIRST_DAY = date(2026, 4, 1)  # of the first editions; a log that is older is read by them


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One clock: until when, since when it runs, and when its own mark ended it."""

    code: str
    label: str
    due: datetime
    since: datetime
    done_at: datetime | None

    @property
    def was_late(self) -> bool:
        return self.done_at is not None and self.done_at > self.due


def is_fatality(opening_code: str, on: date) -> bool:
    return opening_code in table("fatality_types", max(on, FIRST_DAY)).by_code


def timers(since: datetime, marks: dict[str, datetime | None], on: date) -> list[Timer]:
    """Every clock, running or ended. Closing, deferring, grading or clearing a unit ends none."""
    return [
        Timer(
            code=row["code"],
            label=row["label"],
            since=since,
            due=since + timedelta(minutes=row["minutes"]),
            done_at=marks.get(row["code"]),
        )
        for row in table("fatality_timers", max(on, FIRST_DAY)).rows
    ]


def check_class(code: str, reason: str, latest: str, on: date) -> str:
    """The label of the class; the same class again says nothing new."""
    row = table("fatality_classes", on).by_code.get(code)
    if row is None:
        raise RuleBroken("Classify it non-suspicious, unexplained or suspicious.", "code")
    if not reason:
        raise RuleBroken("Say why it is classified so.", "reason")
    if code == latest:
        raise RuleBroken(
            f"It is classified {row['label'].lower()} already; say what has changed by another class.", "code"
        )
    return str(row["label"])


def check_mark(at: datetime | None, what: str) -> None:
    if at is not None:
        raise RuleBroken(f"{what} is on record already.")


def classes(on: date) -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in table("fatality_classes", on).rows]


def class_label(code: str, on: date) -> str:
    return dict(classes(on)).get(code, code)
