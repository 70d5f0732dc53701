"""Codes of incidents, of the edition in force on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lineside.kernel.rule_tables import Edition, editions, in_force

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of the edition in force; rank 0 is the most urgent."""

    code: str
    label: str
    mark: str
    rank: int
    edition: str
    dispatch_within: timedelta | None
    attend_within: timedelta | None
    attend_within_rural: timedelta | None = None


@lru_cache(maxsize=16)
def grades(on: date) -> dict[str, Grade]:
    edition = in_force(DATA / "grades", on)
    return {row["code"]: _grade(row, rank, edition.edition) for rank, row in enumerate(edition.rows)}


def _grade(row: dict[str, Any], rank: int, edition: str) -> Grade:
    return Grade(
        code=row["code"],
        label=row["label"],
        mark=row["mark"],
        rank=rank,
        edition=edition,
        dispatch_within=_minutes(row.get("dispatch_within")),
        attend_within=_minutes(row.get("attend_within")),
        attend_within_rural=_minutes(row.get("attend_within_rural")),
    )


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)


def opening_codes(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "opening_codes", on).by_code


def result_codes(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "result_codes", on).by_code


def nsir_categories(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "nsir_categories", on).by_code


def nsir_qualifiers(on: date) -> dict[str, dict[str, Any]]:
    return in_force(DATA / "nsir_qualifiers", on).by_code


def edition_of(table: str, on: date) -> str:
    """The name of the edition in force, which a record keeps beside the code."""
    return in_force(DATA / table, on).edition


def result_editions(on: date) -> dict[str, str]:
    """The editions that a result rests on, as an incident keeps them."""
    return {"result_codes": edition_of("result_codes", on), "closing": edition_of("nsir_categories", on)}


def wording(table: str, code: str, edition: str, column: str = "label") -> str:
    """The words that a code had in the edition under which it was used; the code itself when none is known."""
    kept = _named(table, edition)
    return str(kept.by_code.get(code, {}).get(column, code)) if kept else code


@cache
def _named(table: str, edition: str) -> Edition | None:
    return next((each for each in editions(DATA / table) if each.edition == edition), None)
