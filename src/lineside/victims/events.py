"""News of victims' care."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class VictimChanged(Event):
    """Something is owed to a victim, was done, was missed, or was chosen; who they are stands in no event."""

    victim_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"victim:{self.victim_id}",)
