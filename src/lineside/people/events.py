"""News of the rota."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OfDuty(Event):
    """What every event of a duty carries; the rota shows the duty's row."""

    duty_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"duty:{self.duty_id}",)


@dataclass(frozen=True, kw_only=True)
class BookedOn(OfDuty):
    staff_id: UUID
    site: str
    role: str


@dataclass(frozen=True, kw_only=True)
class BookedOff(OfDuty):
    staff_id: UUID
    site: str
    role: str


@dataclass(frozen=True, kw_only=True)
class DutyCancelled(OfDuty):
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class RotaPlanned(Event):
    """Duties were put on the rota."""

    duty_ids: list[str]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"duty:{key}" for key in self.duty_ids)


@dataclass(frozen=True, kw_only=True)
class SignOffsChanged(Event):
    """What somebody may take changed: signed off, ended, on probation or no longer."""

    staff_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"staff:{self.staff_id}",)
