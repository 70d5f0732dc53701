"""News of press enquiries."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EnquiryChanged(Event):
    """A press enquiry was written down, passed on, answered or closed."""

    enquiry_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"press:{self.enquiry_id}",)


@dataclass(frozen=True, kw_only=True)
class PressDutyPlanned(Event):
    """Which press officer is on duty, from when to when, for the record."""

    duty_id: UUID
