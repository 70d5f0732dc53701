"""News of trains that are met."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Event):
    """A plan was chosen, replaced or ended, something was asked or answered, or an alarm was raised or dealt with."""

    incident_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"interception:{self.incident_id}",)
