"""What may be done with structured entries; the line of the log needs the right to write one as well."""

from enum import StrEnum


class CanEnter(StrEnum):
    VIEW = "entries.view"
    WRITE = "entries.write"
