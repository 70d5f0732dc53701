"""News of intelligence reports: nothing of what they say, nor of who said it."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportChanged(Event):
    """A report was written down, handed on, acknowledged, or not taken."""

    report_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"report:{self.report_id}",)
