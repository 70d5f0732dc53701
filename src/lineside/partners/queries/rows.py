"""Transfers as a log, a desk and the API show them; of a log that an actor may not see there are none for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.incidents.queries import incident as incident_of
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.partners import rules
from lineside.partners.models import UNSETTLED, WAITS, ExchangeMessage, Transfer
from lineside.partners.permissions import CanPartner

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message, without what it holds of people."""

    id: UUID
    version: int
    direction: str
    kind: str
    status: str
    exchange_id: str
    at: datetime
    state: str
    attempts: int
    acknowledged_at: datetime | None
    says: str
    by_name: str

    @property
    def is_refused(self) -> bool:
        return self.state == rules.DEAD

    @property
    def waits(self) -> bool:
        return self.state == rules.QUEUED


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """One transfer and how it stands."""

    id: UUID
    version: int
    shared_id: str
    agency: str
    agency_label: str
    telephone: str
    backup: str
    is_ours: bool
    is_exercise: bool
    incident_id: UUID | None
    reference: str
    serial: int
    area: str
    is_restricted: bool
    contact_id: UUID | None
    state: str
    headline: str
    their_ref: str
    offered_by: str
    offered_at: datetime
    ring_due_at: datetime | None
    ring_since: datetime | None
    accepted_by: str
    accepted_at: datetime | None
    last_word: str
    last_word_at: datetime | None
    ended_at: datetime | None
    settled_at: datetime | None
    messages: tuple[MessageRow, ...]

    @property
    def state_label(self) -> str:
        return rules.STATES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def is_untaken(self) -> bool:
        return self.state in rules.UNTAKEN

    @property
    def is_unsettled(self) -> bool:
        """They do not take it, and nobody of ours has said what is done instead."""
        return self.is_ours and self.state == rules.REJECTED and self.settled_at is None

    @property
    def stands_out(self) -> bool:
        """Before the dispatcher and the supervisor until somebody has done something about it."""
        return self.ring_since is not None or self.is_unsettled

    @property
    def refused(self) -> tuple[MessageRow, ...]:
        return tuple(each for each in self.messages if each.is_refused)


def transfer(actor: Actor, transfer_id: UUID) -> TransferRow:
    found = _seen(actor).filter(id=transfer_id).first()
    if found is None:
        raise NotFound("There is no such transfer, or not one that you may see.")
    return _row(found)


def transfer_of_message(actor: Actor, message_id: UUID) -> TransferRow:
    found = _seen(actor).filter(messages__id=message_id).first()
    if found is None:
        raise NotFound("There is no such message, or not one that you may see.")
    return _row(found)


def row(transfer_id: UUID) -> TransferRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = _all().filter(id=transfer_id).first()
    return _row(found) if found else None


def message_row(message_id: UUID) -> MessageRow:
    return _message(ExchangeMessage.objects.get(id=message_id))


def of_log(incident_id: UUID) -> list[TransferRow]:
    """In the order in which they were offered; whoever asks may see the log already."""
    return [_row(each) for each in _all().filter(incident_id=incident_id).order_by("id")[:MOST_SHOWN]]


def of_contact(contact_id: UUID) -> list[TransferRow]:
    return [_row(each) for each in _all().filter(contact_id=contact_id).order_by("id")[:MOST_SHOWN]]


def page(actor: Actor, paging: Paging, *, incident_id: UUID | None = None) -> Page[TransferRow]:
    """Oldest first; of one log, or of all that the actor may see."""
    found = _seen(actor)
    if incident_id:
        incident_of(actor, incident_id)
        found = found.filter(incident_id=incident_id)
    return page_of(found, ("id",), _row, paging)


def to_ring(actor: Actor) -> list[TransferRow]:
    """Whom somebody has to ring, and refusals that nobody has settled; the longest wait first."""
    waiting = Q(rings__ended_at=None, rings__isnull=False) | UNSETTLED
    found = _seen(actor).filter(waiting).distinct().order_by("offered_at", "id")
    return [_row(each) for each in found[:MOST_SHOWN]]


def due_to_ring() -> list[UUID]:
    """Those that wait past their time without a task, for the clock."""
    due = Transfer.objects.filter(WAITS, ring_due_at__lte=now()).exclude(rings__ended_at=None, rings__isnull=False)
    return list(due.order_by("ring_due_at").values_list("id", flat=True)[:MOST_SHOWN])


def has_due_message() -> bool:
    return ExchangeMessage.objects.filter(state=rules.QUEUED, try_at__lte=now()).exists()


def _all() -> QuerySet[Transfer]:
    return Transfer.objects.select_related("incident").prefetch_related("messages", "rings")


def _seen(actor: Actor) -> QuerySet[Transfer]:
    permit(actor, CanPartner.VIEW)
    return _all().filter(Q(incident=None) | Q(incident__in=visible_to(actor)))


def _row(found: Transfer) -> TransferRow:
    agency, log = rules.agency_known(found.agency), found.incident
    ring = next((each for each in found.rings.all() if each.ended_at is None), None)
    messages = sorted(found.messages.all(), key=lambda each: each.id)
    return TransferRow(
        id=found.id,
        version=found.version,
        shared_id=found.shared_id,
        agency=found.agency,
        agency_label=found.agency_label,
        telephone=agency.telephone if agency else "",
        backup=agency.backup if agency else "",
        is_ours=found.is_ours,
        is_exercise=found.is_exercise or bool(log and log.is_exercise),
        incident_id=found.incident_id,
        reference=log.reference if log else "",
        serial=log.serial if log else 0,
        area=log.area if log else "",
        is_restricted=bool(log and log.is_restricted),
        contact_id=found.contact_id,
        state=found.state,
        headline=found.headline,
        their_ref=found.their_ref,
        offered_by=found.offered_by,
        offered_at=found.offered_at,
        ring_due_at=found.ring_due_at,
        ring_since=ring.raised_at if ring else None,
        accepted_by=found.accepted_by,
        accepted_at=found.accepted_at,
        last_word=found.last_word,
        last_word_at=found.last_word_at,
        ended_at=found.ended_at,
        settled_at=found.settled_at,
        messages=tuple(_message(each) for each in messages),
    )


def _message(found: ExchangeMessage) -> MessageRow:
    return MessageRow(
        id=found.id,
        version=found.version,
        direction=found.direction,
        kind=found.kind,
        status=found.status,
        exchange_id=found.exchange_id,
        at=found.at,
        state=found.state,
        attempts=found.attempts,
        acknowledged_at=found.acknowledged_at,
        says=found.says,
        by_name=found.by_name,
    )
