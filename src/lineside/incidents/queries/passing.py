"""What is on offer, to whom an incident can be passed, and what somebody owns."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.gazetteer import queries as gazetteer
from lineside.incidents import rules
from lineside.incidents.models import Incident, Passing
from lineside.incidents.queries.ladder import ROTA
from lineside.incidents.queries.rows import IncidentRow, as_row, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """An offered incident, open or answered; `accept_by` is when the supervisor is told."""

    id: UUID
    version: int
    incident: IncidentRow
    from_id: UUID | None
    from_name: str
    to: str
    to_label: str
    why: str
    state: str
    offered_at: datetime
    accept_by: datetime
    told_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    refused_why: str

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


def places_to_pass() -> dict[str, str]:
    """Every site, area, and desk at which somebody is booked on now: code and name."""
    desks = {each.desk: f"{each.desk} ({each.name})" for each in people.on_duty(ROTA)}
    areas = {each.code: f"area {each.name}" for each in gazetteer.areas()}
    return desks | areas | people.sites(uk_day(now()))


def split_target(first: str, rest: str) -> tuple[str, str]:
    """Where the name of a desk ends and the reason begins, for a line in which a desk may be of two words."""
    words = f"{first} {rest}".strip()
    fits = [code for code in places_to_pass() if f"{words.casefold()} ".startswith(f"{code.casefold()} ")]
    longest = max(fits, key=len, default=first)
    return longest, words[len(longest) :].strip()


def desk_of(actor: Actor) -> str:
    """The desk at which somebody is booked on; nothing where the rota does not know."""
    duty = people.own_duty(actor)
    return duty.desk if duty and duty.is_there else ""


def offers(actor: Actor) -> list[OfferRow]:
    """Open offers of what the actor may see, the oldest first."""
    return [_row(each) for each in _open(actor).order_by("created_at", "id")]


def offers_late(actor: Actor) -> list[OfferRow]:
    """Those of which the supervisor was told."""
    return [row for row in offers(actor) if row.told_at]


def offers_page(actor: Actor, paging: Paging) -> Page[OfferRow]:
    return page_of(_open(actor), ("id",), _row, paging)


def open_offer(incident_id: UUID) -> OfferRow | None:
    """The offer that stands on an incident. Ask for the incident first."""
    found = Passing.objects.select_related("incident").filter(incident_id=incident_id, answered_at=None).first()
    return _row(found) if found else None


def offer(actor: Actor, incident_id: UUID) -> OfferRow:
    """The same, or that there is none."""
    if not visible_to(actor).filter(id=incident_id).exists():
        raise NotFound("There is no such incident, or not one that you may see.")
    found = open_offer(incident_id)
    if found is None:
        raise NotFound("It is not on offer; look at who owns it now.")
    return found


def offer_row(passing_id: UUID) -> OfferRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = Passing.objects.select_related("incident").filter(id=passing_id).first()
    return _row(found) if found else None


def offers_not_accepted() -> list[UUID]:
    """Offers of which the supervisor is to be told and was not; for the clock."""
    before = now() - rules.accept_within(uk_day(now()))
    return list(
        Passing.objects.filter(answered_at=None, told_at=None, created_at__lte=before).values_list("id", flat=True)
    )


def owned_by(account_id: UUID) -> list[IncidentRow]:
    """Open incidents of which this person is the named owner, whoever asks: nobody leaves while there is one."""
    return [as_row(each) for each in _owned(account_id).order_by("first_contact_at", "id")]


def owned_count(account_id: UUID) -> int:
    return _owned(account_id).count()


def who_may_take_over(account_id: UUID) -> list[tuple[str, str]]:
    """Who is booked on and could own what this person leaves: account and name with their desk."""
    there = [each for each in people.on_duty(ROTA) if each.account_id and each.account_id != account_id]
    return [(str(each.account_id), f"{each.name}, {each.desk}, {each.role_label}") for each in there]


def _owned(account_id: UUID) -> QuerySet[Incident]:
    return Incident.objects.filter(closed_at=None, owner_id=account_id)


def _open(actor: Actor) -> QuerySet[Passing]:
    seen = visible_to(actor).filter(closed_at=None)
    return Passing.objects.select_related("incident").filter(Q(answered_at=None), incident__in=seen)


def _row(found: Passing) -> OfferRow:
    return OfferRow(
        id=found.id,
        version=found.version,
        incident=as_row(found.incident),
        from_id=found.from_id,
        from_name=found.from_name,
        to=found.to,
        to_label=found.to_label,
        why=found.why,
        state=found.state,
        offered_at=found.created_at,
        accept_by=found.created_at + rules.accept_within(uk_day(found.created_at)),
        told_at=found.told_at,
        answered_at=found.answered_at,
        answered_by=found.answered_by,
        refused_why=found.refused_why,
    )
