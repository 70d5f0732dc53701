"""Lost radios as the desk shows them, and the orders that the gateway follows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.radios import rules
from lineside.radios.models import LostRadio, RadioOrder
from lineside.radios.permissions import CanRadio

HOW = rules.HOW
WORDS = {
    rules.ASKED: "waits for a second person",
    rules.APPROVED: "approved, goes out now",
    rules.SENT: "sent, no answer yet",
    rules.ACCEPTED: "accepted; waits until the radio is heard",
    rules.DONE: "done",
    rules.REFUSED: "refused by the radio system",
    rules.UNANSWERED: "not answered",
    rules.DEAD: "given up",
    rules.DECLINED: "declined",
    rules.WITHDRAWN: "withdrawn",
}
OWED = (rules.ASKED, rules.UNANSWERED, rules.DEAD, rules.REFUSED)  # a person has to do something


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order with both its persons and what was heard of it."""

    id: UUID
    version: int
    action: str
    state: str
    reason: str
    proof: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    sent_at: datetime | None
    sendings: int
    answered_at: datetime | None
    done_at: datetime | None
    says: str

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN_ORDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioRow:
    """A lost radio with its orders, the newest first."""

    id: UUID
    version: int
    issi: str
    tei: str
    holder: str
    collar_number: str
    how: str
    missed_at: datetime
    place: str
    circumstances: str
    reported_by: str
    created_at: datetime
    contact_id: UUID | None
    state: str
    is_disabled: bool
    found_at: datetime | None
    found_by: str
    found_place: str
    orders: tuple[OrderRow, ...]

    @property
    def open_order(self) -> OrderRow | None:
        return next((order for order in self.orders if order.is_open), None)

    @property
    def known_disabled(self) -> bool | None:
        """None where nobody knows."""
        last = self.orders[0] if self.orders else None
        return rules.is_known(self.is_disabled, last.state if last else "", last.sendings if last else 0)

    @property
    def is_owed(self) -> bool:
        """Whether a person has to do something: a second one to decide, or anybody after a refusal or a silence."""
        if self.state == rules.BACK:
            return False
        if not self.orders or self.orders[0].state in OWED or (self.state == rules.FOUND and not self.open_order):
            return True
        is_lost_again = self.orders[0].asked_at < self.missed_at
        return self.state == rules.MISSING and not self.is_disabled and is_lost_again

    @property
    def words(self) -> str:
        if self.state == rules.BACK:
            radio = "back with its holder"
        else:
            radio = {True: "stunned", False: "not stunned", None: "perhaps stunned"}[self.known_disabled]
        return f"found, {radio}" if self.state == rules.FOUND else radio


def radios(actor: Actor, *, most: int = 200) -> list[RadioRow]:
    """Those that are missed or found and not back, the longest missed first; then the latest that came back."""
    permit(actor, CanRadio.VIEW)
    rows = LostRadio.objects.prefetch_related("orders")
    gone = [*rows.exclude(state=rules.BACK).order_by("missed_at", "id")[:most]]
    return [_row(each) for each in (*gone, *rows.filter(state=rules.BACK).order_by("-id")[:20])]


def radio_page(actor: Actor, paging: Paging) -> Page[RadioRow]:
    permit(actor, CanRadio.VIEW)
    return page_of(LostRadio.objects.prefetch_related("orders"), ("-id",), _row, paging)


def radio(actor: Actor, radio_id: UUID) -> RadioRow:
    permit(actor, CanRadio.VIEW)
    row = radio_row(radio_id)
    if row is None:
        raise NotFound("There is no such lost radio.")
    return row


def radio_row(radio_id: UUID) -> RadioRow | None:
    found = LostRadio.objects.filter(id=radio_id).prefetch_related("orders").first()
    return _row(found) if found else None


def order(actor: Actor, order_id: UUID) -> OrderRow:
    permit(actor, CanRadio.VIEW)
    found = RadioOrder.objects.filter(id=order_id).first()
    if found is None:
        raise NotFound("There is no such radio order.")
    return _order(found)


def radio_of_contact(contact_id: UUID) -> UUID | None:
    return LostRadio.objects.filter(contact_id=contact_id).values_list("id", flat=True).first()


def order_wire(order_id: UUID) -> dict[str, str]:
    """What the radio system is told of an order, by our names."""
    order = RadioOrder.objects.select_related("radio").get(id=order_id)
    return {"ref": str(order.id), "action": order.action, "issi": order.radio.issi, "tei": order.radio.tei}


def has_approved_order() -> bool:
    """Asked often, so that the trail holds a line for each claim and none for each look."""
    return RadioOrder.objects.filter(state=rules.APPROVED).exists()


def has_late_order() -> bool:
    return RadioOrder.objects.filter(late_orders(now())).exists()


def late_orders(at: datetime) -> Q:
    """What was to be sent or answered by now."""
    return (
        Q(state=rules.APPROVED, offered_at__lt=at - rules.SENT_WITHIN)
        | Q(state=rules.SENT, sent_at__lt=at - rules.ANSWERED_WITHIN)
        | Q(state=rules.UNANSWERED, sent_at__lt=at - rules.FOLLOWED_FOR)
    )


def is_news(order_id: UUID, outcome: str, says: str) -> bool:
    """Asked before a command, so that the trail holds a line for each change and none for each answer."""
    state, said = RadioOrder.objects.values_list("state", "says").get(id=order_id)
    return rules.is_news(state, said, outcome, rules.said_of(says))


def orders_accepted() -> list[UUID]:
    """Orders that the radio system has and has not carried out yet."""
    found = RadioOrder.objects.filter(state__in=(rules.ACCEPTED, rules.UNANSWERED)).order_by("id")
    return list(found.values_list("id", flat=True)[:100])


def _row(radio: LostRadio) -> RadioRow:
    names = set(RadioRow.__dataclass_fields__) - {"orders"}
    facts = {name: getattr(radio, name) for name in names}
    orders = sorted(radio.orders.all(), key=lambda order: order.id, reverse=True)
    return RadioRow(**facts, orders=tuple(_order(order) for order in orders))


def _order(order: RadioOrder) -> OrderRow:
    return OrderRow(**{name: getattr(order, name) for name in OrderRow.__dataclass_fields__})
