"""News of files."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    attachment_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"file:{self.attachment_id}",)
