"""What of an extract can be moved in, and what the ledger tells of it."""

from lineside.extracts.queries.ledger import LedgerRow, Reconciled, ledger_row, reconciled, rejections
from lineside.extracts.queries.planning import Item, Planned, Planner, Rejected, Seen
from lineside.extracts.rules import KINDS, Mapping, RowReader, Section, read_mapping

__all__ = [
    "KINDS",
    "Item",
    "LedgerRow",
    "Mapping",
    "Planned",
    "Planner",
    "Reconciled",
    "Rejected",
    "RowReader",
    "Section",
    "Seen",
    "ledger_row",
    "read_mapping",
    "reconciled",
    "rejections",
]
