"""Reading where callers are."""

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow, calls_opened, dead_already
from lineside.finding.queries import row_of
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.whereabouts.models import Enquiry, Fix, OperatorEnquiry, RefusedPlace
from lineside.whereabouts.rules import its_call_began, may_be_before_its_call, operator, round_due, unclaimed_at
from lineside.whereabouts.rules.fixes import SOURCES, WARNINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class FixRow:
    """One position as it is shown."""

    id: UUID
    way: str
    source: str
    received_at: datetime
    positioned_at: datetime | None
    lat: float | None
    lon: float | None
    uncertainty_m: float | None
    confidence_pct: int | None
    area: dict[str, Any]
    address: dict[str, str]
    warnings: tuple[str, ...]
    more: dict[str, str]

    @property
    def place_text(self) -> str:
        """As the place box reads it: the position, or else the address."""
        if self.lat is None or self.lon is None:
            return ", ".join(self.address[part] for part in ADDRESS_ORDER if self.address.get(part))
        return f"{self.lat:.5f},{self.lon:.5f}"

    @property
    def in_words(self) -> str:
        """As a line of a log tells it."""
        metres = f" ± {self.uncertainty_m:.0f} m" if self.uncertainty_m else ", uncertainty not known"
        where = f"{self.place_text}{metres if self.lat is not None else ''}"
        return ". ".join((f"{where}; {self.way}, {self.source_words}", *self.warnings)).rstrip(".")

    @property
    def source_words(self) -> str:
        return SOURCES.get(self.source, self.source)

    @property
    def address_words(self) -> str:
        """Postcode, premises, name first: the order of value to who has to find it (standards.md 1)."""
        return ", ".join(self.address[part] for part in ADDRESS_ORDER if self.address.get(part))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryRow:
    """One asking and what it brought."""

    after_s: int
    asked_at: datetime
    answered_at: datetime | None
    result: str
    says: str


MAY_LACK = WARNINGS["length"]  # a digit: shown, and never gone by
METRES_A_DEGREE = 111_320.0
FASTEST = 60.0  # metres a second, of a caller on a train
NEAR_ENOUGH = 500.0  # metres over which nobody need be asked
ADDRESS_ORDER = ("postcode", "premises", "name", "street", "locality", "town")


def fixes_of(contact: ContactRow, actor: Actor | None = None) -> list[FixRow]:
    """Every position of a call, newest first; who looks is on record. The live stream asks each desk."""
    if actor is not None:
        permit(actor, CanContact.VIEW)
    mine = Q(contact_id=contact.id)
    if contact.sender_address and contact.channel == "phone":
        came = may_be_before_its_call(contact.opened_at)
        mine |= Q(contact=None, number=contact.sender_address, received_at__range=came)
    found = [_row(fix) for fix in Fix.objects.filter(mine).order_by("-received_at", "-id")]
    if found and actor is not None:
        record_sighting(actor, "whereabouts.fixes_of", contact.reference, f"contact {contact.reference}")
    return found


def sharpest(fixes: list[FixRow]) -> FixRow | None:
    """The one to go by first: the least uncertain, and of equals the newest; a later cell hides no handset's word."""
    known = [fix for fix in fixes if fix.lat is not None and fix.lon is not None and MAY_LACK not in fix.warnings]
    return min(known, key=lambda fix: fix.uncertainty_m or math.inf, default=None)


def metres_from(origin: FixRow, fix: FixRow) -> tuple[float, float]:
    """How far east and north of the one the other lies; both have a position."""
    lat, lon = origin.lat or 0.0, origin.lon or 0.0
    east = ((fix.lon or 0.0) - lon) * METRES_A_DEGREE * math.cos(math.radians(lat))
    return east, ((fix.lat or 0.0) - lat) * METRES_A_DEGREE


def metres_at_odds(fixes: list[FixRow]) -> float | None:
    """How far from the sharpest another lies which no uncertainty and no train explains; none where none does."""
    best = sharpest(fixes)
    known = [fix for fix in fixes if fix.lat is not None and fix.lon is not None and fix.uncertainty_m]
    if best is None or best.uncertainty_m is None:
        return None
    away = {fix.id: math.hypot(*metres_from(best, fix)) for fix in known}
    odd = [away[fix.id] for fix in known if away[fix.id] > _explained(best, fix)]
    return max(odd, default=None)


def _explained(one: FixRow, other: FixRow) -> float:
    at, then = (fix.positioned_at or fix.received_at for fix in (one, other))
    rode = FASTEST * abs((at - then).total_seconds())
    return (one.uncertainty_m or 0) + (other.uncertainty_m or 0) + rode + NEAR_ENOUGH


def enquiries_of(contact_id: UUID) -> list[EnquiryRow]:
    names = ("after_s", "asked_at", "answered_at", "result", "says")
    return [
        EnquiryRow(**facts)
        for facts in Enquiry.objects.filter(contact_id=contact_id).order_by("after_s").values(*names)
    ]


def unclaimed() -> dict[str, Fix]:
    """Positions for which no call came in time and which nobody was shown, by the digest of their letter.

    A look that costs no audit line, and three statements however many there are.
    """
    span = unclaimed_at(now())
    fixes = list(Fix.objects.filter(contact=None, received_at__range=span))
    rang = calls_opened({fix.number for fix in fixes}, (its_call_began(span[0])[0], its_call_began(span[1])[1]))
    found = {hashlib.sha256(fix.key.encode()).hexdigest(): fix for fix in fixes if not _has_call(fix, rang[fix.number])}
    shown = dead_already("aml", list(found))
    return {digest: fix for digest, fix in found.items() if digest not in shown}


def _has_call(fix: Fix, rang: list[datetime]) -> bool:
    first, last = its_call_began(fix.received_at)
    return any(first <= at <= last for at in rang)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A place that was told of a caller and could not be taken."""

    way: str
    why: str
    received_at: datetime


def refused_of(contact_id: UUID) -> list[RefusedRow]:
    """Newest first: what whoever has the call would else believe was never sent."""
    found = RefusedPlace.objects.filter(contact_id=contact_id).order_by("-received_at", "-id")
    return [RefusedRow(**facts) for facts in found.values("way", "why", "received_at")]


def asked_rounds(contact_ids: list[UUID]) -> set[tuple[UUID, int]]:
    """What has been asked already of these calls."""
    return set(Enquiry.objects.filter(contact_id__in=contact_ids).values_list("contact_id", "after_s"))


def enquiries_left(before: datetime) -> list[UUID]:
    """Asked before this moment, and never answered nor given up."""
    return list(Enquiry.objects.filter(result="asked", asked_at__lt=before).values_list("id", flat=True))


def _row(fix: Fix) -> FixRow:
    return row_of(FixRow, fix, warnings=tuple(WARNINGS[each] for each in fix.warnings if each in WARNINGS))


def round_due_of(call: ContactRow, at: datetime) -> int | None:
    """The enquiry that is due for this call by our own clock: its key holds when we heard of it."""
    return round_due(at - datetime.fromtimestamp((call.id.int >> 80) / 1000, UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEnquiryRow:
    """A 999 enquiry with the operator: who asked, why, until when, and what it brought."""

    id: UUID
    version: int
    contact_id: UUID
    number: str
    asked_of: str
    why: str
    asked_at: datetime
    asked_by: str
    until: datetime
    outcome: str
    told: str
    answered_at: datetime | None
    answered_by: str

    @property
    def asked_of_words(self) -> str:
        return _label("operators_asked", self.asked_of, self.asked_at)

    @property
    def outcome_words(self) -> str:
        return _label("operator_outcomes", self.outcome, self.asked_at)

    @property
    def in_words(self) -> str:
        """As a line of a log tells it."""
        what = f"999 enquiry of {self.number} with {self.asked_of_words.lower()} by {self.asked_by}: {self.why}"
        return f"{what}. {self.outcome_words}. {self.told}".strip() if self.outcome else what


def operator_enquiries(contact_id: UUID) -> list[OperatorEnquiryRow]:
    """Oldest first. Ask for the contact first: that is where sight is decided."""
    return [_enquiry(row) for row in OperatorEnquiry.objects.filter(contact_id=contact_id).order_by("id")]


def operator_enquiry(operator_enquiry_id: UUID) -> OperatorEnquiryRow:
    """Ask for its contact then: that is where sight is decided."""
    row = OperatorEnquiry.objects.filter(pk=operator_enquiry_id).first()
    if row is None:
        raise NotFound("There is no such enquiry.")
    return _enquiry(row)


def open_operator_enquiries() -> list[OperatorEnquiryRow]:
    """Those that wait for what they bring, the one that ends first above."""
    return [_enquiry(row) for row in OperatorEnquiry.objects.filter(outcome="").order_by("until", "id")[:100]]


def operator_choices(name: str) -> list[tuple[str, str]]:
    """The rows in force of `operators_asked` or `operator_outcomes`."""
    return [(str(row["code"]), str(row["label"])) for row in operator.table(name, uk_day(now())).rows]


def _enquiry(row: OperatorEnquiry) -> OperatorEnquiryRow:
    return row_of(OperatorEnquiryRow, row)


def _label(name: str, code: str, at: datetime) -> str:
    return str(operator.table(name, uk_day(at)).by_code.get(code, {}).get("label", code))
