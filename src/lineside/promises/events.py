"""News of promised updates."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PromiseChanged(Event):
    """An update was promised, its limit was missed, or it was kept or ended."""

    promise_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"promise:{self.promise_id}",)
