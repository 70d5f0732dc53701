"""News of seats, of calls for help and of surges."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SeatChanged(Event):
    seat_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"seat:{self.seat_id}",)


@dataclass(frozen=True, kw_only=True)
class HelpCalled(Event):
    """Somebody asks for a supervisor, or was answered."""

    help_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"help:{self.help_id}",)


@dataclass(frozen=True, kw_only=True)
class SurgeChanged(Event):
    surge_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"surge:{self.surge_id}",)
