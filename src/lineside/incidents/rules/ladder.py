"""The escalation ladder (control_room.md b.3): which rung an incident has reached, and which is next.

Pure: what is true of an incident and a time go in. Who is free to go plays no part, only that nobody was sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from lineside.incidents.rules.codes import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

URBAN, RURAL, ANY = "urban", "rural", "any"
OVERDUE = "overdue"
# Nobody is there yet: the ladder runs until somebody is, or until the log has its result.
NOT_THERE = ("graded", "queued", "assigned", "mobile")
OUT_ON_THE_LINE = ("elr_mileage", "between_stations", "crossing", "bridge", "tunnel")  # kinds of the gazetteer
MOST_NAMED = 4
FIRST_DAY = date(2026, 11, 27)  # of the first edition; a day before it is read by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the table; `level` 1 is the dispatcher, 2 the supervisor, 3 the duty inspector."""

    step: str
    level: int
    counted_from: str
    after: timedelta
    silence: timedelta
    setting: str = ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the ladder looks at. `waiting_since` is when it last stood without a unit at this grade."""

    grade: str
    state: str
    has_units: bool
    waiting_since: datetime
    first_contact_at: datetime
    attend_by: datetime | None = None
    touched_at: datetime | None = None
    setting: str = URBAN
    is_recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A rung of one incident: when it is reached, and the moment from which that is counted."""

    rung: Rung
    at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The rungs that are in force, in the order in which they were reached, and the next one."""

    reached: tuple[Due, ...] = ()
    next: Due | None = None

    @property
    def level(self) -> int:
        """The highest role that it has reached; 0 for none."""
        return max((due.rung.level for due in self.reached), default=0)


def setting_of(crs: str, kind: str) -> str:
    """Urban at a station and wherever the place is not known; rural only out on the line of route (b.3)."""
    return RURAL if not crs and kind in OUT_ON_THE_LINE else URBAN


@lru_cache(maxsize=32)
def ladder(on: date) -> dict[str, tuple[Rung, ...]]:
    """Grade -> its rungs, of the edition in force."""
    found: dict[str, tuple[Rung, ...]] = {}
    for row in in_force(DATA / "ladder", max(on, FIRST_DAY)).rows:
        rung = Rung(
            step=row["step"],
            level=row["level"],
            counted_from=row["counted_from"],
            after=timedelta(minutes=row["minutes"]),
            silence=timedelta(minutes=row["silence"]),
            setting=row["setting"],
        )
        found[row["grade"]] = (*found.get(row["grade"], ()), rung)
    return found


def rungs_of(grade: str, setting: str, on: date) -> tuple[Rung, ...]:
    """The rungs of a grade; one that names this setting goes before the one for any."""
    chosen = {rung.step: rung for rung in ladder(on).get(grade, ()) if rung.setting == ANY}
    chosen |= {rung.step: rung for rung in ladder(on).get(grade, ()) if rung.setting == setting}
    return tuple(chosen.values())


def standing(facts: Waiting, at: datetime, on: date) -> Standing:
    """Which rungs are in force at that moment, and which comes next."""
    found = [due for rung in rungs_of(facts.grade, facts.setting, on) if (due := _due(rung, facts))]
    found.sort(key=lambda due: (due.at, due.rung.level))
    reached = tuple(due for due in found if due.at <= at)
    return Standing(reached, next((due for due in found if due.at > at), None))


def _due(rung: Rung, facts: Waiting) -> Due | None:
    if facts.state not in NOT_THERE or (facts.grade == "C" and facts.is_recorded):
        return None
    # With a unit on its way only the target is left to be missed.
    if facts.has_units and rung.step != OVERDUE:
        return None
    since = {
        "waiting": facts.waiting_since,
        "untouched": facts.touched_at or facts.waiting_since,
        "target": facts.attend_by,
        "first_contact": facts.first_contact_at,
    }[rung.counted_from]
    return Due(rung=rung, at=since + rung.after, since=since) if since else None


@lru_cache(maxsize=32)
def levels(on: date) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Level -> what it is called, and the roles of the rota that hold it."""
    rows = in_force(DATA / "ladder_roles", max(on, FIRST_DAY)).rows
    return {row["level"]: (row["label"], tuple(row["roles"])) for row in rows}


def rung_in_words(due: Due, label: str, holders: tuple[str, ...]) -> str:
    """The line of the log: how long, and whom it reached by name; of many some, since the rung itself names all."""
    rest = f" and {len(holders) - MOST_NAMED} more" if len(holders) > MOST_NAMED else ""
    who = (", ".join(holders[:MOST_NAMED]) + rest) if holders else "nobody is booked on in that role"
    return f"{why_in_words(due)}: reached the {label} ({who})."


def why_in_words(due: Due) -> str:
    """What is not done, and for how long."""
    minutes = int(abs(due.rung.after).total_seconds()) // 60
    long = f"{minutes} min" if minutes < 180 else f"{minutes // 60} h"  # noqa: PLR2004 - as people say it
    if due.rung.step == OVERDUE:
        return "Overdue at its target and nobody is there"
    if due.rung.counted_from == "target":
        return f"No unit {long} before its time"
    return {"untouched": f"Nobody has touched it for {long}", "waiting": f"No unit for {long}"}.get(
        due.rung.counted_from, f"Not done {long} after the first contact"
    )


def check_acknowledging(level: int, seen_level: int) -> None:
    """Who says that they have seen it has seen the rung that it is on now."""
    if not level:
        raise RuleBroken("It is on no rung any more: somebody was sent, or it was graded afresh.")
    if seen_level and seen_level < level:
        raise RuleBroken("It has gone up a rung since you looked; look again, then say that you have seen it.")


def settled(rung: int, stands: Standing, *, grade: str, state: str, has_units: bool) -> int:
    """The level that its row ought to say. Whom an Immediate or a Priority reached stays told until somebody is sent.

    A grade that was raised without a fresh THRIVE starts its ladder again, and takes nobody down from it.
    """
    stays = grade in ("I", "P") and state in NOT_THERE and not has_units
    return max(rung, stands.level) if stays else stands.level
