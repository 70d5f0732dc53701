"""News of major incidents; that a line stands in the log, incidents announce themselves."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MajorChanged(Event):
    """One was declared or stood down, its mode, its tote, a turn of its list, or a decision is new."""

    incident_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"major:{self.incident_id}",)
