"""News of contacts."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OfContact(Event):
    """News of one contact; its row changes on every desk that shows it."""

    contact_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"contact:{self.contact_id}",)


@dataclass(frozen=True, kw_only=True)
class ContactOpened(OfContact):
    reference: str
    channel: str
    box_or_line: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(OfContact):
    state: str


@dataclass(frozen=True, kw_only=True)
class MessageReceived(OfContact):
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class SenderChecked(OfContact):
    """We know whether the message came from whom it names."""

    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactNoted(OfContact):
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageQueued(OfContact):
    message_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(OfContact):
    message_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CallAbandoned(OfContact):
    number: str


@dataclass(frozen=True, kw_only=True)
class SilentlyAsked(OfContact):
    question_id: UUID


@dataclass(frozen=True, kw_only=True)
class SilentlyAnswered(OfContact):
    question_id: UUID
    answer: str


@dataclass(frozen=True, kw_only=True)
class RungBack(OfContact):
    ring_back_id: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class HearingChanged(Event):
    """A gateway lost or found its ear."""

    gateway: str
    gap_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"gap:{self.gap_id}",)


@dataclass(frozen=True, kw_only=True)
class LetterDied(Event):
    dead_letter_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"dead_letter:{self.dead_letter_id}",)
