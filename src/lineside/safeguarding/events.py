"""News of safeguarding; who is named and what was seen is never told."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ReferralChanged(Event):
    """A referral was sent, received, accepted, returned, or went to another agency."""

    referral_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"referral:{self.referral_id}",)
