"""News of triage."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ContactAssessed(Event):
    contact_id: UUID
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"contact:{self.contact_id}", f"incident:{self.incident_id}"
