"""News of disruption."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DisruptionChanged(Event):
    """A level was proposed or decided, or a stranded train was taken up, told of, amended, reached a threshold, ended.

    `what` is level, stranded, threshold, moved or ended.
    """

    incident_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"disruption:{self.incident_id}",)
