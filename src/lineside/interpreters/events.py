"""News of interpreters."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class InterpreterChanged(Event):
    """An interpreter was asked for, joined or left, or the language of a statement was kept."""

    contact_id: UUID
    what: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"interpreter:{self.contact_id}",)
