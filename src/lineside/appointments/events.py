"""News of appointments."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AppointmentChanged(Event):
    """A slot was agreed, its reminder is due, it was missed, or it ended."""

    appointment_id: UUID
    incident_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"appointment:{self.incident_id}",)
