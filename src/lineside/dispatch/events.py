"""News of units."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    unit_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"unit:{self.unit_id}",)


@dataclass(frozen=True, kw_only=True)
class UnitAssigned(Event):
    unit_id: UUID
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"unit:{self.unit_id}", f"incident:{self.incident_id}"
