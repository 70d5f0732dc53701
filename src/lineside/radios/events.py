"""News of a lost radio."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RadioChanged(Event):
    """It was reported, found or given back, or one of its orders moved on."""

    radio_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"radio:{self.radio_id}",)
