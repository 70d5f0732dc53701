"""Officer states, when they count, and who may be sent. No database here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parents[1] / "data"
HIGHEST = 65535  # TETRA status numbers are 16 bits
AHEAD = timedelta(minutes=2)
OFF_DUTY = 11
EMERGENCY = 0


@dataclass(frozen=True, slots=True)
class State:
    """One officer state; an unknown number has a label that says so and frees or commits nothing."""

    number: int
    label: str
    dispatchable_for: str
    is_message: bool
    stage: str
    frees: bool
    is_confidential: bool = False


@lru_cache(maxsize=1000)
def state(number: int, on: date) -> State:
    """The state of that number (control_room.md c.4); every number has one, known or not."""
    row = in_force(DATA / "officer_states", on).by_code.get(str(number))
    if row is None:
        return State(number, f"Unknown state {number}", "", is_message=True, stage="", frees=False)
    return State(
        number=number,
        label=str(row["label"]),
        dispatchable_for=str(row["dispatchable_for"]),
        is_message=bool(row["is_message"]),
        stage=str(row["stage"]),
        frees=bool(row["frees"]),
        is_confidential=bool(row.get("is_confidential", False)),
    )


def check_state(number: int, at: datetime, now: datetime) -> None:
    if not 0 <= number <= HIGHEST:
        raise RuleBroken(f"A state is a number from 0 to {HIGHEST}.", "state")
    check_time(at, now)


def check_time(at: datetime, now: datetime) -> None:
    if at.tzinfo is None:
        raise RuleBroken("Give the time with its offset, as 2026-11-26T14:05:00Z.", "at")
    if at > now + AHEAD:
        raise RuleBroken("That time has not come yet; give the time at which it was sent.", "at")


def is_within(area: str, areas: frozenset[str]) -> bool:
    """Whether who is held to these areas has to do with a unit of that one; no areas means all of them."""
    return not areas or not area or area in areas


def check_sending(*, call_sign: str, has: State, deployed_to: str) -> None:
    """The same unit is never given to two incidents; who is free never changes a grade."""
    if deployed_to:
        raise RuleBroken(f"{call_sign} is assigned to {deployed_to}; clear it there first.", "unit")
    if has.number == OFF_DUTY:
        raise RuleBroken(f"{call_sign} is off duty.", "unit")
