"""News of protections and of fatalities."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ProtectionChanged(Event):
    """Asked for, given, told, said clear, asked back, given back: what every desk's bar and the register show."""

    protection_id: UUID
    incident_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"protection:{self.protection_id}",)


@dataclass(frozen=True, kw_only=True)
class FatalityChanged(Event):
    """A mark of a fatality was set: confirmed, classified, the driver's account, handed back."""

    incident_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"fatality:{self.incident_id}",)
