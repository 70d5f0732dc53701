"""News of warning witnesses."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class WarningChanged(Event):
    """A request came, was checked, moved on or was closed."""

    warning_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"warning:{self.warning_id}",)
