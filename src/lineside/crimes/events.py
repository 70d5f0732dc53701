"""News of crimes; the topic is the incident's, since the recorder's worklist has a row for each incident."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CrimeEvent(Event):
    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return f"crime:{self.incident_id}", f"incident:{self.incident_id}"


@dataclass(frozen=True, kw_only=True)
class CrimeRecorded(CrimeEvent):
    crime_id: UUID
    reference: str


@dataclass(frozen=True, kw_only=True)
class CrimeReclassified(CrimeEvent):
    crime_id: UUID
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class NoCrimeDecided(CrimeEvent):
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class OutcomeGiven(CrimeEvent):
    crime_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CrimeCancelled(CrimeEvent):
    crime_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class CrimeTransferChanged(CrimeEvent):
    crime_id: UUID
    state: str
