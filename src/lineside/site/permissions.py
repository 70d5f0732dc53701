"""What may be read of the tables that the program ships."""

from enum import StrEnum


class CanReference(StrEnum):
    READ = "site.read_reference"
