"""News of the register."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonRecorded(Event):
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MarkerPlaced(Event):
    marker_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class MarkerLifted(Event):
    marker_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class SafeContactOverruled(Event):
    way: str


@dataclass(frozen=True, kw_only=True)
class ThingRecorded(Event):
    thing_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonLinked(Event):
    person_id: UUID
    subject_kind: str
    subject_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class ThingLinked(Event):
    thing_id: UUID
    subject_kind: str
    subject_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class LocationRecorded(Event):
    location_id: UUID


@dataclass(frozen=True, kw_only=True)
class LocationLinked(Event):
    location_id: UUID
    subject_kind: str
    subject_id: UUID
    role: str
