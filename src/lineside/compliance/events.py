"""News of compliance; no event tells what is in a record."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FindingChanged(Event):
    """Something was found, explained, put right or dismissed."""

    finding_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"finding:{self.finding_id}",)


@dataclass(frozen=True, kw_only=True)
class SweepChanged(Event):
    """A sweep began, went a part further, or ended."""

    sweep_id: UUID
    done: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"sweep:{self.sweep_id}",)


@dataclass(frozen=True, kw_only=True)
class SampleChanged(Event):
    """A record was drawn for review, marked, or decided; no mark is told."""

    sample_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"sample:{self.sample_id}",)
