"""News of where callers are."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OfCaller(Event):
    """News of where one caller is."""

    contact_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"whereabouts:{self.contact_id}",)


@dataclass(frozen=True, kw_only=True)
class CallerLocated(OfCaller):
    fix_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlaceRefused(OfCaller):
    way: str


@dataclass(frozen=True, kw_only=True)
class EnquiryAnswered(OfCaller):
    result: str


@dataclass(frozen=True, kw_only=True)
class OperatorAsked(OfCaller):
    operator_enquiry_id: UUID


@dataclass(frozen=True, kw_only=True)
class OperatorAnswered(OfCaller):
    operator_enquiry_id: UUID
    outcome: str
