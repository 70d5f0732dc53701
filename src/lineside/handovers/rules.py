"""Handover at shift change (control_room.md c.2): a generated sheet is given, read item by item, and taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

KEY = 80
DATA = Path(__file__).parent / "data"
FIRST_DAY = date(2026, 11, 27)
GIVEN, TAKEN, REPLACED = "given", "taken", "replaced"
LONGEST_REMARK, LONGEST_DESK = 2000, 40
NOTHING = "Nothing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the sheet, and by what its items are known."""

    code: str
    label: str
    grades: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to be read and ticked; `incident` names the log it is about, where there is one."""

    section: str
    key: str
    words: str
    incident: str = ""


def item_key(*parts: object) -> str:
    """What one item is known by on its sheet; two long names that begin alike stay two."""
    whole_key = ":".join(map(str, parts))
    return (
        whole_key if len(whole_key) <= KEY else f"{whole_key[: KEY - 13]}:{sha256(whole_key.encode()).hexdigest()[:12]}"
    )


@lru_cache(maxsize=16)
def sections(on: date) -> dict[str, Section]:
    """The sections in their order, of the edition in force."""
    rows = in_force(DATA / "sections", max(on, FIRST_DAY)).rows
    return {
        row["code"]: Section(
            code=row["code"],
            label=row["label"],
            **{part: tuple(row.get(part, ())) for part in ("grades", "types", "holds", "units")},
        )
        for row in rows
    }


def edition(on: date) -> str:
    return in_force(DATA / "sections", max(on, FIRST_DAY)).edition


def whole(items: Iterable[Item], on: date) -> tuple[Item, ...]:
    """The items in the order of their sections; where a section has none, that is an item by itself."""
    found = list(items)
    return tuple(
        each
        for code in sections(on)
        for each in ([item for item in found if item.section == code] or [Item(section=code, key=code, words=NOTHING)])
    )


def check_desk(desk: str) -> str:
    """The desk that is handed over, as people call it."""
    clean = " ".join(desk.split())
    if not clean:
        raise RuleBroken("Say which desk is handed over.", "desk")
    if len(clean) > LONGEST_DESK or not clean.isprintable():
        raise RuleBroken(f"A desk's name is {LONGEST_DESK} plain characters or fewer.", "desk")
    return clean


def check_remark(words: str, field: str) -> str:
    """What is added in words; nothing is no fault."""
    clean = words.strip()
    if len(clean) > LONGEST_REMARK:
        raise RuleBroken(f"That is {len(clean)} characters; {LONGEST_REMARK} fit here. Shorten it.", field)
    if any(not letter.isprintable() and letter not in "\n\t\r" for letter in clean):
        raise RuleBroken("That holds control characters; type it as plain text.", field)
    return clean


def check_taking(
    *, state: str, given_by: UUID | None, taker: UUID | None, wanted: Iterable[str], ticked: Iterable[str]
) -> None:
    """Each item is ticked by the person who takes over, who is not the one who gave it."""
    if state == TAKEN:
        raise RuleBroken("Somebody has taken this sheet already; look at who.")
    if state == REPLACED:
        raise RuleBroken("A newer sheet of this desk has taken its place; take that one.")
    if given_by is not None and given_by == taker:
        raise RuleBroken("You gave this sheet; whoever takes the desk over reads and ticks it.")
    left = [key for key in wanted if key not in set(ticked)]
    if left:
        items = "1 item is" if len(left) == 1 else f"{len(left)} items are"
        raise RuleBroken(f"{items} not ticked yet; read each and tick it.", "ticked")
