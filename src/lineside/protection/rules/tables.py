"""The dated tables of the room: levels, reasons, controls, and what belongs to a fatality."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, editions, in_force

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How far the railway is asked to go; told apart by word, sign and tone, with what it must never be taken for."""

    code: str
    verb: str
    label: str
    sign: str
    tone: str
    rank: int
    means: str
    never: str
    asks: str
    protects: bool
    needs_section: bool
    confirm_minutes: int

    @property
    def confirm_within(self) -> timedelta:
        return timedelta(minutes=self.confirm_minutes)


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def levels(on: date) -> tuple[Level, ...]:
    """The gravest last."""
    return tuple(Level(**row) for row in table("levels", on).rows)


def level_of(code: str, edition: str) -> Level:
    """As its words were when it was asked for."""
    found = next(each for each in editions(DATA / "levels") if each.edition == edition)
    return Level(**found.by_code[code])


def check_level(code: str, on: date) -> tuple[Level, str]:
    """The level and the edition that it is of."""
    edition = table("levels", on)
    if code not in edition.by_code:
        raise RuleBroken("Choose the level: inform only, caution, trains stopped or power off.", "level")
    return Level(**edition.by_code[code]), edition.edition


def check_reason(code: str, on: date) -> str:
    if code not in table("reasons", on).by_code:
        raise RuleBroken("Say why it is asked for; choose from the list.", "reason")
    return code


def reasons(on: date) -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in table("reasons", on).rows]


def reason_label(code: str) -> str:
    """Of any edition, since a record keeps its code for good."""
    found = [each.by_code[code]["label"] for each in editions(DATA / "reasons") if code in each.by_code]
    return str(found[-1]) if found else code


def reason_for(opening_code: str, on: date) -> str:
    """The reason that an incident's opening code proposes; a person may choose another."""
    rows = table("reasons", on).rows
    return str(next((row["code"] for row in rows if opening_code in row["openings"]), "other"))


def control_for(area: str, on: date) -> dict[str, Any]:
    """Whom to ring: the control of the area, else the one that is for every other place."""
    rows = table("controls", on).rows
    return next((row for row in rows if area and row["area"] == area), next(row for row in rows if not row["area"]))
