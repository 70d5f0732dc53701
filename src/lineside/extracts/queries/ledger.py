"""The ledger read: how far an extract has come, which rows were rejected, and whether all that arrived is there."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.crimes.queries import count_crimes
from lineside.extracts.models import Arrival, Extract, Rejection
from lineside.extracts.rules import LINES, LINKS, LOGS, OCCURRENCES, OWN_LOG, PERSONS
from lineside.finding.queries import row_of
from lineside.incidents.queries import count_lines, count_logs
from lineside.pole.queries import count_links, count_people

AT_ONCE = 5000
COUNTED: dict[str, Callable[[Collection[UUID]], int]] = {
    PERSONS: count_people,
    LOGS: count_logs,
    LINES: count_lines,
    OCCURRENCES: count_crimes,
    OWN_LOG: count_logs,
    LINKS: count_links,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """How far an extract has come."""

    id: UUID
    rows_done: int
    moved_in: int
    there_already: int
    rejected: int
    batches: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What the ledger has of a kind, and what of that was found when it was counted anew in the tables."""

    kind: str
    in_ledger: int
    in_tables: int


def ledger_row(extract_id: UUID) -> LedgerRow:
    return row_of(LedgerRow, Extract.objects.get(id=extract_id))


def rejections(extract_id: UUID) -> Iterator[tuple[int, str]]:
    """Each row that was not taken, by its place in the file, with the reason."""
    found = Rejection.objects.filter(extract_id=extract_id).order_by("row")
    yield from found.values_list("row", "why").iterator()


def reconciled(source: str) -> list[Reconciled]:
    """Of everything that was ever moved in from this system, by kind."""
    return [row for kind, counting in COUNTED.items() if (row := _reconciled(source, kind, counting)).in_ledger]


def _reconciled(source: str, kind: str, counting: Callable[[Collection[UUID]], int]) -> Reconciled:
    arrived = Arrival.objects.filter(source=source, kind=kind).order_by("record_id")
    keys = list(arrived.values_list("record_id", flat=True))
    found = sum(counting(keys[begin : begin + AT_ONCE]) for begin in range(0, len(keys), AT_ONCE))
    return Reconciled(kind=kind, in_ledger=len(keys), in_tables=found)
