"""News of files."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    attachment_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfFile(Event):
    """News of a file, which changes wherever the file is shown."""

    attachment_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"file:{self.attachment_id}",)


@dataclass(frozen=True, kw_only=True)
class FileScanned(OfFile):
    state: str


@dataclass(frozen=True, kw_only=True)
class QuarantineReviewed(OfFile):
    pass
