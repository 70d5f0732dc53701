"""News of promised updates."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PromiseChanged(Event):
    """An update was promised, its limit was missed, it was kept or ended, or what kept it did not reach them."""

    promise_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"promise:{self.promise_id}",)
