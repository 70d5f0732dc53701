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
class IncidentOffered(Event):
    """Offered to another desk, or that offer was answered, taken back, or told to the supervisor."""

    incident_id: UUID
    passing_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"log:{self.incident_id}", f"passing:{self.passing_id}")


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


@dataclass(frozen=True, kw_only=True)
class IncidentReopened(Event):
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"incident:{self.incident_id}", f"log:{self.incident_id}")


@dataclass(frozen=True, kw_only=True)
class ClosingHeld(Event):
    """A hold was placed or let go; the one for a crime decision is the row of the recorders' worklist."""

    incident_id: UUID
    kind: str

    @property
    def topics(self) -> tuple[str, ...]:
        owed = (f"crime:{self.incident_id}",) if self.kind == "crime_decision" else ()
        return (f"holds:{self.incident_id}", *owed)
