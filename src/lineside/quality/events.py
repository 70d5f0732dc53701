"""News of scoring."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ReviewChanged(Event):
    """A contact was taken for scoring, marked, decided or answered; no mark is told."""

    review_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"review:{self.review_id}",)
