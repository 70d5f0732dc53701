"""What contacts look like to whoever reads them: frozen rows, field by field from the tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lineside.contacts import rules
from lineside.contacts.permissions import CanContact
from lineside.files.queries import StoredFile
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A contact as it is shown and decided upon."""

    id: UUID
    version: int
    reference: str
    channel: str
    box_or_line: str
    state: str
    risk: int
    risk_why: str
    sender_name: str
    sender_address: str
    subject: str
    gist: str
    handler_id: UUID | None
    handler_name: str
    opened_at: datetime
    waits_since: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    heard_late: bool
    is_exercise: bool
    switch_call_id: str | None
    call_back: str
    call_back_reason: str
    ring_back_by: datetime | None
    rest_until: datetime | None
    silent: str
    relay: str
    relay_id: str
    disposition: str
    disposition_reason: str
    delivery_failure: str
    has_news: bool
    marks: list[str]
    awaiting_until: datetime | None
    ranking: dict[str, Any]
    look_by: datetime | None
    reply_by: datetime | None
    promised_by: datetime | None
    thread_id: UUID | None
    flood_id: UUID | None
    flood_waiting: int
    waits_behind: bool

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_STATES

    @property
    def is_ring_back_owed(self) -> bool:
        """A caller was lost: it is still to be decided, or nobody has reached them and there is a time to try again."""
        return self.is_open and (self.call_back == rules.NEEDED or self.ring_back_by is not None)

    @property
    def is_to_take(self) -> bool:
        """Nobody has it: it waits, or its call is over and the switch never said who had answered."""
        return self.is_open and not self.handler_id and (self.state != rules.TAKEN or self.ended_at is not None)

    @property
    def waiting_since(self) -> datetime:
        """When it began to wait this time: when it came, or when it came back after it was resolved."""
        return self.waits_since or self.opened_at

    @property
    def came_on(self) -> str:
        return rules.came_on(self.box_or_line, uk_day(self.opened_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message of a conversation with its files; `html` is safe to show."""

    id: UUID
    version: int
    contact_id: UUID
    direction: str
    at: datetime
    box: str
    sender_name: str
    sender_address: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: str
    references: list[str]
    sha256: str
    raw_id: UUID | None
    remarks: list[str]
    is_auto: bool
    same_id_differs: bool
    written_by: str
    delivery: str
    failure: str
    attempts: int
    try_at: datetime | None
    unsure_at: datetime | None
    unsafe_reason: str
    files: tuple[StoredFile, ...] = ()
    raw_file: StoredFile | None = None

    @property
    def broke_off(self) -> bool:
        """Whoever was sending it fell silent: nobody knows whether it left."""
        return self.delivery == "sending" and self.try_at is not None and self.try_at < now()


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentRow:
    """One moment of a call; `raw_id` is the file of what told it."""

    kind: str
    at: datetime
    facts: dict[str, Any]
    raw_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A time in which a gateway could not hear."""

    id: UUID
    gateway: str
    started_at: datetime
    ended_at: datetime | None
    heard_late: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterRow:
    """Something that could not become a contact; `became` is the contact that it became after all."""

    id: UUID
    version: int
    gateway: str
    created_at: datetime
    sha256: str
    why: str
    raw_id: UUID | None
    facts: dict[str, Any]
    became_id: UUID | None
    worked_by: str
    worked_at: datetime | None
    worked_how: str


def permit_view(actor: Actor | None) -> None:
    if actor is not None:
        permit(actor, CanContact.VIEW)
