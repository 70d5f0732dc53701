"""News of calls out."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CallOutChanged(Event):
    """A call out was asked for, moved on or ended."""

    call_out_id: UUID
    state: str
    outcome: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"callout:{self.call_out_id}",)
