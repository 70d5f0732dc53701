"""News of files."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    attachment_id: UUID
