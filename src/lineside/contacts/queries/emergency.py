"""Reading what a call on which nobody speaks has told, and how ringing back went."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from lineside.contacts.models import CallMoment, RingBack, SilentQuestion
from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules import emergency, table
from lineside.finding.queries import row_of, rows_of
from lineside.kernel.clock import now, uk_day
from lineside.kernel.paging import Page, Paging, page_of
from lineside.pole.queries import kinds_standing_on


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentQuestionRow:
    """One question asked by taps, with its answer; `answer` is empty while it waits."""

    id: UUID
    contact_id: UUID
    code: str
    text: str
    asked_at: datetime
    asked_by: str
    answer: str
    answered_at: datetime | None
    tones: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RingBackRow:
    """One attempt to ring a caller back."""

    id: UUID
    contact_id: UUID
    at: datetime
    number: str
    outcome: str
    words: str
    by_name: str

    @property
    def label(self) -> str:
        row = table("ring_back_outcomes", uk_day(self.at)).by_code.get(self.outcome, {})
        return str(row.get("label", self.outcome))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tones:
    """The keys that the switch heard since the open question, and what they mean so far."""

    heard: list[datetime]
    digits: str
    means: str


def silent_questions(contact_id: UUID) -> list[SilentQuestionRow]:
    """Oldest first. Ask for the contact first: that is where sight is decided."""
    return rows_of(SilentQuestionRow, SilentQuestion.objects.filter(contact_id=contact_id).order_by("asked_at", "id"))


def silent_questions_page(contact_id: UUID, paging: Paging) -> Page[SilentQuestionRow]:
    found = SilentQuestion.objects.filter(contact_id=contact_id)
    return page_of(found, ("asked_at", "id"), partial(row_of, SilentQuestionRow), paging)


def ring_backs(contact_id: UUID) -> list[RingBackRow]:
    return rows_of(RingBackRow, RingBack.objects.filter(contact_id=contact_id).order_by("at", "id"))


def ring_backs_page(contact_id: UUID, paging: Paging) -> Page[RingBackRow]:
    found = RingBack.objects.filter(contact_id=contact_id)
    return page_of(found, ("at", "id"), partial(row_of, RingBackRow), paging)


def tones_of(contact_id: UUID, asked: list[SilentQuestionRow]) -> Tones | None:
    """What came since the question that waits; none when no question waits."""
    waiting = next((each for each in asked if not each.answer), None)
    if waiting is None:
        return None
    pressed = CallMoment.objects.filter(contact_id=contact_id, kind="pressed", at__gte=waiting.asked_at).order_by("at")
    heard = [(row.at, str(row.facts.get("digit", "")) or "?") for row in pressed]
    digits = " ".join(digit for _, digit in heard)
    return Tones(heard=[at for at, _ in heard], digits=digits, means=emergency.said_by_tones(len(heard)))


def silent_kind(row: ContactRow) -> dict[str, Any]:
    """What a handler is told of a call on which nobody speaks; nothing of any other."""
    return table("silent_kinds", uk_day(now())).by_code.get(row.silent, {})


def silence_of(row: ContactRow) -> emergency.Silence | None:
    """What the silence of this call weighs, and the grade that it proposes; nothing of any other contact."""
    if not row.silent:
        return None
    return emergency.weigh_silence(row.silent, kinds_standing_on(row.sender_address), uk_day(now()))


def relay_kind(row: ContactRow) -> dict[str, Any]:
    return table("relays", uk_day(now())).by_code.get(row.relay, {})
