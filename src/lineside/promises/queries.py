"""Reading promised updates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.callouts.queries import calls_about
from lineside.contacts.queries import contact, sent_of
from lineside.finding.queries import row_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.promises.models import Promise
from lineside.promises.permissions import CanPromise
from lineside.promises.rules import OPEN, REACH, STATES, WentOut, due_typed, is_missed, is_undoing, ways

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneRow:
    """How a promise was kept before what kept it was found not to have reached them."""

    how: str
    words: str
    done_at: datetime
    done_by: str
    failed_at: datetime
    failed_why: str

    @property
    def how_words(self) -> str:
        return _label(self.how, self.done_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """One promised update as it is shown."""

    id: UUID
    version: int
    contact_id: UUID
    reference: str
    reach: str
    what: str
    due_at: datetime
    state: str
    by_id: UUID | None
    by_name: str
    created_at: datetime
    missed_at: datetime | None
    how: str
    words: str
    done_at: datetime | None
    done_by: str
    undone: tuple[UndoneRow, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def is_late(self) -> bool:
        return self.missed_at is not None or (self.is_open and is_missed(self.due_at, now()))

    @property
    def reach_words(self) -> str:
        return REACH[self.reach]

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def how_words(self) -> str:
        return _label(self.how, self.done_at) if self.done_at else ""

    @property
    def sort(self) -> str:
        return f"{self.due_at.isoformat()} {self.id}"


def due(actor: Actor, *, mine: bool = False, late: bool = False) -> list[PromiseRow]:
    """Promises that stand, the nearest limit first: everybody's, one's own, or those whose limit is over."""
    permit(actor, CanPromise.VIEW)
    found = Promise.objects.filter(state=OPEN)
    if mine:
        found = found.filter(by_id=actor.id)
    if late:
        found = found.filter(due_at__lt=now())
    return _rows(found.order_by("due_at", "id")[:MOST])


def due_page(actor: Actor, paging: Paging) -> Page[PromiseRow]:
    permit(actor, CanPromise.VIEW)
    found = _whole(Promise.objects.filter(state=OPEN))
    return page_of(found, ("due_at", "id"), _row, paging)


def promises_of(actor: Actor, contact_id: UUID) -> list[PromiseRow]:
    """Every promise given on a contact, the latest first, those that were missed among them."""
    permit(actor, CanPromise.VIEW)
    contact(contact_id, actor)
    return _rows(Promise.objects.filter(contact_id=contact_id).order_by("-id"))


def promises_page(actor: Actor, contact_id: UUID, paging: Paging) -> Page[PromiseRow]:
    permit(actor, CanPromise.VIEW)
    contact(contact_id, actor)
    found = _whole(Promise.objects.filter(contact_id=contact_id))
    return page_of(found, ("-id",), _row, paging)


def promise(actor: Actor, promise_id: UUID) -> PromiseRow:
    permit(actor, CanPromise.VIEW)
    row = promise_row(promise_id)
    if row is None:
        raise NotFound("There is no such promise.")
    return row


def promise_row(promise_id: UUID) -> PromiseRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _rows(Promise.objects.filter(pk=promise_id))
    return found[0] if found else None


def missed_and_not_recorded() -> list[UUID]:
    """For the clock."""
    found = Promise.objects.filter(Q(state=OPEN, missed_at=None, due_at__lt=now()))
    return list(found.values_list("id", flat=True)[:MOST])


def has_promises(contact_id: UUID) -> bool:
    """Whether anything was ever promised on it."""
    return Promise.objects.filter(contact_id=contact_id).exists()


def went_out(actor: Actor, contact_id: UUID) -> list[WentOut]:
    """What was sent on this contact, and the calls from it that reached somebody."""
    sent = [
        WentOut(kind="message", at=each.at, key=str(each.id))
        for each in sent_of(contact_id)
        if not each.is_auto and not is_undoing(each.delivery)
    ]
    rung = [
        WentOut(kind="call", at=each.answered_at, key=str(each.id))
        for each in calls_about(actor, contact_id)
        if each.outcome == "answered" and each.answered_at
    ]
    return [*sent, *rung]


def ways_to_end() -> list[tuple[str, str]]:
    """How a promise may be kept or ended: code and words."""
    return [(row["code"], row["label"]) for row in ways(now()).rows]


def reaches() -> list[tuple[str, str]]:
    """How we may reach them: code and words."""
    return list(REACH.items())


def limit_typed(typed: str) -> datetime:
    """By when, as it was typed."""
    return due_typed(typed, now())


def _rows(found: QuerySet[Promise]) -> list[PromiseRow]:
    return [_row(each) for each in _whole(found)]


def _whole(found: QuerySet[Promise]) -> QuerySet[Promise]:
    return found.select_related("contact").prefetch_related("undone")


def _row(row: Promise) -> PromiseRow:
    names = [name for name in PromiseRow.__slots__ if name not in ("reference", "undone")]
    undone = sorted(row.undone.all(), key=lambda each: each.id)
    return PromiseRow(
        reference=row.contact.reference,
        undone=tuple(row_of(UndoneRow, each) for each in undone),
        **{name: getattr(row, name) for name in names},
    )


def _label(how: str, at: datetime) -> str:
    row = ways(at).by_code.get(how)
    return str(row["label"]) if row else ""
