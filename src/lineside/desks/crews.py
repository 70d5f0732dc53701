"""A crew as it is typed: collar numbers are people on the staff, anything else is kept as words."""

import re
from typing import Any
from uuid import UUID

from lineside.dispatch import queries
from lineside.dispatch.commands import Outfit
from lineside.kernel.errors import RuleBroken
from lineside.people.queries import by_collar_numbers

COLLAR = re.compile(r"[A-Z]{1,2}[0-9]{2,6}")


def crew_named(text: str) -> tuple[tuple[UUID, ...], str]:
    """The staff records of the collar numbers in their order, or, when there is none among it, the words."""
    named = [each for each in re.split(r"[\s,;]+", text.strip().upper()) if each]
    numbers = [each for each in named if COLLAR.fullmatch(each)]
    if not numbers or len(numbers) < len(named):
        return (), text.strip()
    known = by_collar_numbers(numbers)
    if unknown := [each for each in numbers if each not in known]:
        raise RuleBroken(f"Nobody at work has the collar number {unknown[0]}.", "members")
    return tuple(dict.fromkeys(known[each].id for each in numbers)), ""


def outfit_of(said: dict[str, Any], members: tuple[UUID, ...]) -> Outfit:
    """What a unit comes on duty with, from what was typed."""
    return Outfit(
        kind=said["kind"] or "patrol",
        talkgroup=said["talkgroup"],
        vehicle_id=queries.vehicle_by_registration(said["vehicle"]) if said["vehicle"].strip() else None,
        members=members,
        driver_id=members[0] if members else None,
        radios=_radios(said["radios"]),
    )


def _radios(text: str) -> tuple[int, ...]:
    named = [each for each in re.split(r"[\s,;]+", text.strip()) if each]
    wrong = [each for each in named if not (each.isascii() and each.isdigit() and len(each) <= 8)]  # noqa: PLR2004 - digits
    if wrong:
        raise RuleBroken("Write each radio by its ISSI, in figures.", "radios")
    return tuple(dict.fromkeys(int(each) for each in named))
