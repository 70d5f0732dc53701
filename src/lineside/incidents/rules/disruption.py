"""The disruption axis (control_room.md b.3): how far an incident holds up the railway, beside its grade.

It raises what is seen within a grade and has no part in grading: nothing here takes a grade, and grading takes nothing
from here.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lineside.incidents.rules.codes import DATA
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

UNJUDGED = ""  # nobody has said: it stands with those that disrupt nothing
FIRST_DAY = date(2026, 11, 28)  # of the first edition; a day before it is read by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """A level of the edition in force; rank 0 disrupts nothing."""

    code: str
    label: str
    means: str
    tells: bool
    rank: int


@lru_cache(maxsize=16)
def disruptions(on: date) -> dict[str, Disruption]:
    rows = in_force(DATA / "disruption", max(on, FIRST_DAY)).rows
    return {row["code"]: Disruption(**row, rank=rank) for rank, row in enumerate(rows)}


def check_disruption(code: str, on: date) -> Disruption:
    found = disruptions(on).get(code)
    if found is None:
        raise RuleBroken("Choose how far it disrupts the railway: D0, D1, D2 or D3.", "level")
    return found


def disruption_rank(code: str, on: date) -> int:
    """Where it stands on the axis; 0 for nothing, for not judged, and for a code of no edition."""
    found = disruptions(on).get(code)
    return found.rank if found else 0
