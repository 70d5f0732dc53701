"""News of structured entries; that a line stands in the log, incidents announce themselves."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MethaneChanged(Event):
    """A draft was made, corrected, or went into the log."""

    incident_id: UUID
    number: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"methane:{self.incident_id}",)
