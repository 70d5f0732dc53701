"""News of an absence; why somebody is sick is never told."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AbsenceChanged(Event):
    """It began, ended, or one of its notices moved on."""

    absence_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"absence:{self.absence_id}",)
