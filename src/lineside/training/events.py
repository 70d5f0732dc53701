"""News of exercises."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ExerciseChanged(Event):
    """An exercise was started, paused, resumed, ended or remarked on, or something of it was played."""

    exercise_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"exercise:{self.exercise_id}",)
