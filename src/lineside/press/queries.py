"""Reading what the press asks, and who is on duty for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in
from lineside.press.models import PressDuty, PressEnquiry, Said
from lineside.press.permissions import CanPress
from lineside.press.rules import CLOSED, STATES, DutyFacts, EnquiryFacts, outcome_row, standing, table
from lineside.ui.moments import moment_typed

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDutyRow:
    """A press officer's duty."""

    id: UUID
    version: int
    name: str
    number: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """What was said."""

    words: str
    cleared_by: str
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryRow:
    """A press enquiry as it is shown."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID | None
    state: str
    outlet: str
    journalist: str
    reached_by: str
    asks: str
    answer_by: datetime
    created_at: datetime
    by_name: str
    officer: str
    passed_at: datetime | None
    outcome: str
    closed_by: str
    closed_at: datetime | None

    @property
    def words(self) -> str:
        if self.outcome:
            return str(outcome_row(self.outcome, uk_day(self.created_at))["label"])
        return STATES[self.state]

    @property
    def is_over(self) -> bool:
        return self.state == CLOSED

    @property
    def standing(self) -> str:
        return standing(self.answer_by, now())

    @property
    def sort(self) -> str:
        return f"{self.answer_by.isoformat()} {self.id}"


def on_duty() -> PressDutyRow | None:
    """The press officer who is on duty now."""
    at = now()
    found = PressDuty.objects.filter(begins_at__lte=at, ends_at__gt=at).first()
    return _duty(found) if found else None


def duties(actor: Actor) -> list[PressDutyRow]:
    """Who is on duty now and next."""
    permit(actor, CanPress.VIEW)
    return [_duty(row) for row in PressDuty.objects.filter(ends_at__gt=now()).order_by("begins_at")[:20]]


def duty(actor: Actor, duty_id: UUID) -> PressDutyRow:
    permit(actor, CanPress.VIEW)
    found = PressDuty.objects.filter(pk=duty_id).first()
    if found is None:
        raise NotFound("There is no such press duty.")
    return _duty(found)


def duties_page(actor: Actor, paging: Paging) -> Page[PressDutyRow]:
    return page_in(duties(actor), paging)


def enquiries(actor: Actor) -> list[EnquiryRow]:
    """Every enquiry that is not closed, by the time by which it is to be answered."""
    permit(actor, CanPress.VIEW)
    found = PressEnquiry.objects.exclude(state=CLOSED).order_by("answer_by", "id")
    return [_row(row) for row in found[:MOST]]


def enquiries_page(actor: Actor, paging: Paging) -> Page[EnquiryRow]:
    return page_in(enquiries(actor), paging)


def enquiry(actor: Actor, enquiry_id: UUID) -> EnquiryRow:
    permit(actor, CanPress.VIEW)
    row = row_of(enquiry_id)
    if row is None:
        raise NotFound("There is no such press enquiry.")
    return row


def row_of(enquiry_id: UUID) -> EnquiryRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = PressEnquiry.objects.filter(pk=enquiry_id).first()
    return _row(found) if found else None


def said_of(enquiry_id: UUID) -> list[SaidRow]:
    found = Said.objects.filter(enquiry_id=enquiry_id).order_by("id")
    return [SaidRow(**{name: getattr(row, name) for name in SaidRow.__slots__}) for row in found]


def outcomes() -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in table("outcomes", uk_day(now())).rows]


def enquiry_in(said: dict[str, str]) -> EnquiryFacts:
    """What was typed into a form, as facts."""
    words = {name: said[name] for name in ("outlet", "journalist", "reached_by", "asks")}
    return EnquiryFacts(**words, answer_by=moment_typed(said["answer_by"], "answer_by"))


def duty_in(said: dict[str, str]) -> DutyFacts:
    begins, ends = moment_typed(said["begins_at"], "begins_at"), moment_typed(said["ends_at"], "ends_at")
    return DutyFacts(name=said["name"], number=said["number"], begins_at=begins, ends_at=ends)


def _duty(row: PressDuty) -> PressDutyRow:
    return PressDutyRow(**{name: getattr(row, name) for name in PressDutyRow.__slots__})


def _row(row: PressEnquiry) -> EnquiryRow:
    return EnquiryRow(**{name: getattr(row, name) for name in EnquiryRow.__slots__})
