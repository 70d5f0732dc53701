"""News of call-backs."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CallBackChanged(Event):
    """A call-back was asked for, tried or ended; whom it is about is not told."""

    call_back_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"callback:{self.call_back_id}",)
