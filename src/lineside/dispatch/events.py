"""News of units."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.kernel.events import MAY_WAIT, Event


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    unit_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"unit:{self.unit_id}",)


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    """Only where it is has changed, and when that was; with hundreds on duty many a second say so."""

    unit_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"{MAY_WAIT}at:{self.unit_id}",)


@dataclass(frozen=True, kw_only=True)
class UnitAssigned(Event):
    unit_id: UUID
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"unit:{self.unit_id}", f"incident:{self.incident_id}"


@dataclass(frozen=True, kw_only=True)
class EmergencyStateRecorded(Event):
    """The unit said state 0, by whatever way; whoever sees to emergencies listens. It is shown with the emergency."""

    unit_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class UnitHeld(Event):
    """Somebody is about to send the unit, or lets it go again."""

    unit_id: UUID
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"unit:{self.unit_id}",)


@dataclass(frozen=True, kw_only=True)
class UnitMessaged(Event):
    """A message waits for the unit; whoever speaks to radios and devices carries it there."""

    unit_id: UUID
    message_id: UUID
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"unit:{self.unit_id}",)


@dataclass(frozen=True, kw_only=True)
class PhotoSent(Event):
    """An officer sent a photo to the log."""

    unit_id: UUID
    incident_id: UUID
    photo_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"photos:{self.incident_id}",)
