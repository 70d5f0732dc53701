"""What the recommendation weighs: units as candidates, the scene, what it needs, and ways there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from lineside.dispatch.rules.positions import age_of
from lineside.dispatch.rules.units import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

MOST_TASKS = 6
CODE = re.compile(r"[A-Z0-9][A-Z0-9/-]{1,19}")
ROAD, FOOT, TRAIN = "road", "foot", "train"
FRESH, STALE, OLD = "now", "stale", "old"  # codes of the table of ages
FROM_POST, NOWHERE = "post", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit on duty as the recommendation sees it; None stands for what is not on record.

    `officers` counts the crew; `skills` are those of crew and vehicle that have not expired; `vehicle` is empty for a
    foot patrol; `trust` says how good the position is; `deployed` that it is on an incident now.
    """

    id: UUID
    call_sign: str
    state: int
    state_label: str = ""
    dispatchable_for: str = ""
    officers: int | None = None
    skills: frozenset[str] = frozenset()
    vehicle: str | None = None
    area: str = ""
    post: str = ""
    lat: float | None = None
    lon: float | None = None
    position_age_s: float | None = None
    trust: str = FRESH
    duty_until: datetime | None = None
    ring_fenced: str = ""
    deployed: bool = False
    knows_site: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where units are needed, and when."""

    name: str
    lat: float
    lon: float
    at: datetime
    hour: int
    area: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What the incident asks for (control_room.md c.5): its grade, officers and skills, each with why."""

    grade: str
    officers: int = 1
    skills: frozenset[str] = frozenset()
    whys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way there in minutes, in words; an estimate until a router or the trains themselves say otherwise."""

    minutes: float
    mode: str
    words: str
    km: float = 0.0
    is_estimate: bool = True
    board: str = ""  # code of the station where the train is taken, and of that where it is left
    leave: str = ""
    walk_to: float = 0.0  # minutes until the platform, and from the train to the scene
    walk_from: float = 0.0


@cache
def weights(on: date) -> dict[str, float]:
    """Code -> points, minutes, seconds or numbers of the edition in force."""
    return {str(row["code"]): float(row["value"]) for row in in_force(DATA / "recommendation", on).rows}


def need_of(grade: str, opening_code: str, markers: tuple[str, ...], tasks: tuple[str, ...], on: date) -> Need:
    """Crews by type, markers and tasks of the dated table; a task that is none of the table is a skill asked for."""
    table = in_force(DATA / "crews_needed", on).by_code
    codes = [f"type.{opening_code}", *(f"marker.{code}" for code in markers)]
    rows = [table[code] for code in codes if code in table]
    asked = [
        table.get(f"task.{task}", {"officers": 1, "skills": [task], "why": f"Asked for: {task}"}) for task in tasks
    ]
    every = [*rows, *asked]
    return Need(
        grade=grade,
        officers=max((int(row["officers"]) for row in every), default=1),
        skills=frozenset(skill for row in every for skill in row["skills"]),
        whys=tuple(dict.fromkeys(str(row["why"]) for row in every)),
    )


def trust_of(position_at: datetime | None, at: datetime, *, has_post: bool, on: date) -> str:
    """How far a position of that time is to be trusted: by the table of ages, or what its post says, or not at all."""
    if position_at is None:
        return FROM_POST if has_post else NOWHERE
    return age_of(position_at, at, on).code


def check_tasks(words: Sequence[str]) -> tuple[str, ...]:
    """What is asked for beside the type: codes of tasks or skills, in capitals, each once."""
    codes = tuple(dict.fromkeys(word.strip().upper() for word in words if word.strip()))
    if len(codes) > MOST_TASKS:
        raise RuleBroken(f"Ask for at most {MOST_TASKS} tasks or skills at once.", "tasks")
    if any(not CODE.fullmatch(code) for code in codes):
        raise RuleBroken("Name a task or a skill by its code, as LINE-SEARCH or DOG-GP.", "tasks")
    return codes


def tasks(on: date) -> tuple[tuple[str, str], ...]:
    """What may be asked for beside the type of the incident: its word and why."""
    rows = in_force(DATA / "crews_needed", on).rows
    return tuple((row["code"].removeprefix("task."), row["why"]) for row in rows if row["code"].startswith("task."))
