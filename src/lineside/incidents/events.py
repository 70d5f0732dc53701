"""News of incidents."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(Event):
    incident_id: UUID
    opening_code: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"crime:{self.incident_id}")


@dataclass(frozen=True, kw_only=True)
class IncidentGraded(Event):
    incident_id: UUID
    grade: str
    was: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"log:{self.incident_id}")


@dataclass(frozen=True, kw_only=True)
class IncidentChanged(Event):
    incident_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"log:{self.incident_id}")


@dataclass(frozen=True, kw_only=True)
class LogEntryAdded(Event):
    incident_id: UUID
    entry_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"log:{self.incident_id}")


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(Event):
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"log:{self.incident_id}", f"crime:{self.incident_id}")
