"""What a unit is called, what kind it is, and what it can do. No database here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
ANY_AREA = "*"
LONGEST_DUTY = timedelta(hours=16)
ISSI = range(1, 16_777_216)  # an individual short subscriber identity has 24 bits (EN 300 392-1)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A skill that somebody held and holds no longer; it is not counted, and it says so."""

    code: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Skills:
    """What a unit can do today, and what it could do until lately."""

    in_force: tuple[str, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()


def mark_of(*facts: object) -> int:
    """A number that stands for what was seen: the same facts, the same number."""
    return crc32("\n".join(map(str, facts)).encode())


def crew_mark(duty_from: datetime | None, members: Iterable[tuple[UUID, bool]]) -> int:
    """Of a crew: its duty, who is in it, and who drives."""
    return mark_of(duty_from and duty_from.timestamp(), *sorted(f"{key} {drives}" for key, drives in members))


def fence_mark(for_what: str, why: str, until: datetime | None) -> int:
    """Of what a unit is kept for."""
    return mark_of(for_what, why, until and until.timestamp())


@lru_cache(maxsize=1000)
def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def check_call_sign(text: str, area: str, on: date) -> str:
    """The call sign by the grammar of its area (control_room.md c.5), in capitals."""
    sign = text.strip().upper()
    rows = table("call_signs", on).by_code
    row = rows.get(area) or rows[ANY_AREA]
    if not re.fullmatch(str(row["pattern"]), sign, re.ASCII):
        raise RuleBroken(f"A call sign is {row['in_words']}, as {row['example']}.", "call_sign")
    return sign


@lru_cache(maxsize=5000)
def spoken(call_sign: str, on: date) -> str:
    """The call sign as it is said by radio, letter by letter."""
    words = table("phonetic", on).by_code
    return " ".join(str(words[each]["said"]) if each in words else each for each in call_sign)


def check_kind(code: str, on: date) -> str:
    if code not in table("unit_kinds", on).by_code:
        raise RuleBroken("There is no such kind of unit; choose one from the list.", "kind")
    return code


def kind_label(code: str, on: date) -> str:
    row = table("unit_kinds", on).by_code.get(code)
    return str(row["label"]) if row else code


def crew_size(kind: str, people: int, on: date) -> int:
    """How many officers: those written down, or, when nobody wrote them down, what the kind has."""
    row = table("unit_kinds", on).by_code.get(kind)
    return people or (int(row["officers"]) if row else 0)


def skill_label(code: str, on: date) -> str:
    row = table("skills", on).by_code.get(code)
    return str(row["label"]) if row else code


def skills_of(people: Iterable[Any], vehicle: Iterable[str], on: date) -> Skills:
    """What the crew is signed off for today and what the vehicle brings; a skill that lapsed is named, not counted.

    `people` are the sign-offs of the crew, each with `code`, `last_day`, `ended_on` and `counts_on`.
    """
    tags = table("skills", on).by_code
    given = [each for each in people if each.code in tags]
    held = {each.code for each in given if each.counts_on(on)} | {code for code in vehicle if code in tags}
    ended: dict[str, date] = {}
    for each in given:
        if each.code not in held and each.first_day <= on:
            last = min(each.last_day, (each.ended_on or date.max) - timedelta(days=1))
            ended[each.code] = max(last, ended.get(each.code, date.min))
    order = list(tags)
    return Skills(
        in_force=tuple(sorted(held, key=order.index)),
        lapsed=tuple(Lapsed(code, ended[code]) for code in sorted(ended, key=order.index)),
    )


def vehicle_skills(kind: str, own: Iterable[str], on: date) -> tuple[str, ...]:
    """What a vehicle brings: of its kind, and of itself."""
    row = table("vehicle_kinds", on).by_code.get(kind)
    return (*(row["skills"] if row else ()), *own)


def check_vehicle(*, kind: str, skills: Iterable[str], on: date) -> None:
    if kind not in table("vehicle_kinds", on).by_code:
        raise RuleBroken("There is no such kind of vehicle; choose one from the list.", "kind")
    known = {code for code, row in table("skills", on).by_code.items() if row["of"] == "vehicle"}
    if unknown := sorted(set(skills) - known):
        raise RuleBroken(f"{unknown[0][:40]} is nothing a vehicle brings; choose from the list.", "skills")


def check_registration(text: str) -> str:
    plate = "".join(text.upper().split())
    if not re.fullmatch(r"[A-Z0-9]{2,8}", plate, re.ASCII):
        raise RuleBroken("Write the registration as on the plate, as LX21 ABC.", "registration")
    return plate


def check_duty(until: datetime | None, at: datetime) -> None:
    """A duty that ends has not ended yet, and is no longer than people work."""
    if until is None:
        return
    if until.tzinfo is None:
        raise RuleBroken("Give the time with its offset, as 2026-11-26T14:05:00Z.", "duty_until")
    if not at < until <= at + LONGEST_DUTY:
        raise RuleBroken("A duty ends within sixteen hours from now; give the time at which it ends.", "duty_until")


def check_issi(issi: int) -> int:
    if issi not in ISSI:
        raise RuleBroken("A radio's ISSI is a number from 1 to 16777215.", "issi")
    return issi


def check_ring_fence(*, for_what: str, why: str, until: datetime | None, at: datetime) -> None:
    """A unit is kept for something, with its reason and its end, so that nobody is kept for ever."""
    if not for_what.strip():
        raise RuleBroken("Say for which event the unit is kept.", "ring_fenced_for")
    if not why.strip():
        raise RuleBroken("Say why the unit is kept.", "ring_fence_why")
    if until is None or until.tzinfo is None or until <= at:
        raise RuleBroken("Say until when the unit is kept; that time is still to come.", "ring_fenced_until")
