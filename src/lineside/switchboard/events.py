"""News of the switchboard."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RungAt(Event):
    """The switch was told to ring somebody for a call."""

    contact_id: UUID
    name: str
    telephone: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"contact:{self.contact_id}",)


@dataclass(frozen=True, kw_only=True)
class OfferChanged(Event):
    """A caller was offered to be rung back, has accepted it, or was rung."""

    contact_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"contact:{self.contact_id}",)


@dataclass(frozen=True, kw_only=True)
class ListeningChanged(Event):
    """A supervisor asked to be on somebody's call, is on it, or has left it."""

    listening_id: UUID
    seat_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"seat:{self.seat_id}",)


@dataclass(frozen=True, kw_only=True)
class MoveChanged(Event):
    """A call was passed on, rings there, or is where it is now."""

    contact_id: UUID
    seats: list[str]
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"contact:{self.contact_id}", *(f"seat:{key}" for key in self.seats))
