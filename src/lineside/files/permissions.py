"""What may be done with files."""

from enum import StrEnum


class CanFile(StrEnum):
    STORE = "files.store"
    READ = "files.read"
    SCAN = "files.scan"  # the scanner's gateway
    QUARANTINE = "files.quarantine"
