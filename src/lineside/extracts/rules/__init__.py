"""What a mapping file says, and how a row of an extract is read by it. No database here."""

from lineside.extracts.rules.kinds import (
    KINDS,
    LINES,
    LINKS,
    LOGS,
    LONGEST_REFERENCE,
    OCCURRENCES,
    OWN_LOG,
    PERSONS,
    SUBJECTS,
)
from lineside.extracts.rules.mapping import Mapping, Section, read_mapping
from lineside.extracts.rules.reading import Read, RowReader

__all__ = [
    "KINDS",
    "LINES",
    "LINKS",
    "LOGS",
    "LONGEST_REFERENCE",
    "OCCURRENCES",
    "OWN_LOG",
    "PERSONS",
    "SUBJECTS",
    "Mapping",
    "Read",
    "RowReader",
    "Section",
    "read_mapping",
]
