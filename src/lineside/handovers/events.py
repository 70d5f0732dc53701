"""News of handovers."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SheetGiven(Event):
    """A sheet waits at a desk for whoever takes over; an earlier one that nobody took is replaced by it."""

    sheet_id: UUID
    desk: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"handover:{self.sheet_id}",)


@dataclass(frozen=True, kw_only=True)
class SheetTaken(Event):
    """Somebody has ticked every item of it and has the desk."""

    sheet_id: UUID
    desk: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"handover:{self.sheet_id}",)
