"""News of an officer's emergency."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EmergencyChanged(Event):
    """It was raised or pressed again, answered, escalated, given its outcome, or resolved."""

    emergency_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"officer_emergency:{self.emergency_id}",)
