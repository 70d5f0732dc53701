"""News of trains."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TrainMoved(Event):
    """Something new was told of a train that somebody watches; of all others nothing is announced."""

    train_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"train:{self.train_id}",)
