"""An operation order as people type it: times of the 24-hour clock, lists with spaces or commas between."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lineside.desks.rules.numbers import whole_number
from lineside.desks.rules.times import take_time, to_come
from lineside.kernel.errors import RuleBroken
from lineside.procedures.commands import EventPlan

AS_TYPED = ("name", "line", "area", "gold", "silver", "bronze", "talkgroup", "briefing")


def read_plan(typed: Mapping[str, Any], now: datetime) -> EventPlan:
    """The order; a refusal names the field that could not be read."""
    return EventPlan(
        **{name: str(typed[name]) for name in AS_TYPED},
        starts_at=moment_to_come(str(typed["starts_at"]), "starts_at", now),
        ends_at=moment_to_come(str(typed["ends_at"]), "ends_at", now),
        stations=_list(str(typed["stations"])),
        headcodes=_list(str(typed["headcodes"])),
        lat=_degrees(str(typed["lat"]), "lat"),
        lon=_degrees(str(typed["lon"]), "lon"),
        radius_m=whole_number(str(typed["radius_m"]), "radius_m"),
    )


def moment_to_come(typed: str, field: str, now: datetime) -> datetime:
    """A day and a time alone, of what is to come."""
    try:
        at, rest = take_time(typed.strip(), "28/11 14:00.")
        moment = to_come(at, now)
    except RuleBroken as broken:
        raise RuleBroken(broken.sentence, field) from broken
    if rest:
        raise RuleBroken("Write a day and a time alone, as 28/11 14:00.", field)
    return moment


def _list(typed: str) -> tuple[str, ...]:
    return tuple(each for each in re.split(r"[\s,;]+", typed) if each)


def _degrees(typed: str, field: str) -> float | None:
    text = typed.strip()
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]{1,8})?", text, re.ASCII):
        raise RuleBroken("Write degrees with a point, as 53.795 or -1.547.", field)
    return float(text)
