"""Whose law a place is under: the words of the station that stands nearest say first, then the area."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from lineside.kernel.rule_tables import in_force

NATIONS = Path(__file__).parent.parent / "data" / "nations"
ENGLAND_WALES, SCOTLAND = "england_wales", "scotland"


def nation_of(station_words: Collection[str], area: str, on: date) -> str:
    """scotland, or england_wales, which have one law between them; this is also what nobody's knowing leaves."""
    if station_words:
        return SCOTLAND if SCOTLAND in station_words else ENGLAND_WALES
    row = in_force(NATIONS, on).by_code.get(area)
    return str(row["nation"]) if row else ENGLAND_WALES
