"""News of an alert."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AlertChanged(Event):
    """It came, was taken, acknowledged, checked or ended, or its sender has heard of that."""

    alert_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"alert:{self.alert_id}",)
