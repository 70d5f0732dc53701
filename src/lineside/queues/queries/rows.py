"""Seats, calls for help and surges as they are now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.kernel.clock import now, uk_day
from lineside.queues import rules
from lineside.queues.models import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A seat as it is now: what ended by itself is over."""

    id: UUID
    version: int
    account_id: UUID
    name: str
    site: str
    state: str
    since: datetime
    until: datetime | None
    contact_id: UUID | None
    contact_reference: str
    telephone: str

    @property
    def label(self) -> str:
        known = rules.states(uk_day(now()))
        return known[self.state].label if self.state in known else self.state

    @property
    def is_set(self) -> bool:
        """Whether it follows from what happens at the desk; the others are chosen."""
        known = rules.states(uk_day(now()))
        return self.state in known and not known[self.state].chosen

    @property
    def is_there(self) -> bool:
        return self.state != rules.OFFLINE

    @property
    def is_overdue(self) -> bool:
        return self.until is not None and self.until <= now()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRow:
    id: UUID
    version: int
    contact_id: UUID
    contact_reference: str
    by_name: str
    at: datetime
    why: str
    answered_by: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeRow:
    id: UUID
    version: int
    began_at: datetime
    began_by: str
    why: str
    ended_at: datetime | None


def seat_as_it_is(found: Seat) -> SeatRow:
    state = rules.state_now(found.state, found.until, now())
    ended = state != found.state
    return SeatRow(
        id=found.id,
        version=found.version,
        account_id=found.account_id,
        name=found.name,
        site=found.site,
        state=state,
        since=found.until if ended and found.until else found.since,
        until=None if ended else found.until,
        contact_id=None if ended else found.contact_id,
        contact_reference="" if ended else found.contact_reference,
        telephone=found.telephone,
    )
