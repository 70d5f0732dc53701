"""News of action cards and of planned events; that a line stands in the log, incidents announce themselves."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CardChanged(Event):
    """A card was taken on or off, a step was done or skipped, or other cards may fit now."""

    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"card:{self.incident_id}",)


@dataclass(frozen=True, kw_only=True)
class EventChanged(Event):
    """An event was planned, changed, given a unit, or is over."""

    event_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"event:{self.event_id}",)


@dataclass(frozen=True, kw_only=True)
class LogInherited(Event):
    """A log belongs to an event now, or does so no more."""

    event_id: UUID
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"event:{self.event_id}", f"card:{self.incident_id}", f"incident:{self.incident_id}")
