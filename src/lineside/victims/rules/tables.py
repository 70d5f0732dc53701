"""The dated tables of victims' rights. Titles and limits are data: a new Code is a new edition, never a new rule."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
ENGLAND_WALES, SCOTLAND = "england_wales", "scotland"
REGIMES = {ENGLAND_WALES: "Victims' Code (England and Wales)", SCOTLAND: "Victims' Code for Scotland"}
Row = dict[str, Any]


@cache
def _editions(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def table(name: str, on: date) -> Edition:
    return _editions(name, on)


def row_of(name: str, code: str, on: date) -> Row | None:
    return table(name, on).by_code.get(code)


def label_of(name: str, code: str, on: date) -> str:
    row = row_of(name, code, on)
    return str(row["label"]) if row else code


def rights(regime: str, on: date) -> dict[str, Row]:
    """By code, in the order of the table."""
    return {row["code"]: row for row in table("rights", on).rows if row["regime"] == regime}


def right_of(regime: str, code: str, on: date) -> Row:
    """An edition that no longer has the code had it once: what was opened keeps its code as its name."""
    return rights(regime, on).get(code) or {"code": code, "label": code.replace("_", " "), "right": 0, "deed": "",
                                            "by": "police", "safety": False, "source": ""}  # fmt: skip


def right_name(regime: str, right: int, on: date) -> str:
    rows = table("rights_names", on).rows
    return next((row["label"] for row in rows if row["regime"] == regime and row["code"] == str(right)), "")


def choices(name: str, on: date, regime: str = "") -> list[tuple[str, str]]:
    """Code and words, of the regime where the table knows regimes."""
    return [(row["code"], row["label"]) for row in table(name, on).rows if row.get("regime", regime) == regime]


def chosen(name: str, code: str, on: date, field: str, missing: str) -> Row:
    row = row_of(name, code, on)
    if row is None:
        raise RuleBroken(missing, field)
    return row
