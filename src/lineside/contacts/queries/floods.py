"""What one sender sent in a flood and nobody has in hand: the oldest stands in the queue for all of it."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lineside.contacts.models import Contact
from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules import WAITING
from lineside.finding.queries import rows_of

MOST = 200  # closed in one go, and shown
# What says something grave of itself is in nobody's shadow.
PLAIN = Q(state=WAITING, handler_id=None, risk_why="", flood_id__isnull=False)


def waiting_in_flood(flood_id: UUID | None) -> QuerySet[Contact]:
    """The first of them, as many as are closed in one go."""
    found = Contact.objects.filter(PLAIN, flood_id=flood_id) if flood_id else Contact.objects.none()
    return found.order_by("id")[:MOST] if flood_id else found


def flood_rows(row: ContactRow) -> list[ContactRow]:
    """What waits in the flood of this contact beside it. Ask for the contact first: that is where sight is decided."""
    return [each for each in rows_of(ContactRow, waiting_in_flood(row.flood_id)) if each.id != row.id]


def with_flood(contacts: QuerySet[Contact]) -> QuerySet[Any]:
    """Each with how many wait as one with it, and whether an older one stands for it."""
    beside = Contact.objects.filter(PLAIN, flood_id=OuterRef("flood_id"))
    count = beside.order_by().values("flood_id").annotate(of=Count("id")).values("of")
    counted: dict[str, Any] = {
        "flood_waiting": Coalesce(Subquery(count, output_field=IntegerField()), 0),
        "waits_behind": behind(),
    }
    return contacts.annotate(**counted)


def behind() -> Q:
    older = Contact.objects.filter(PLAIN, flood_id=OuterRef("flood_id"), id__lt=OuterRef("id"))
    return PLAIN & Q(Exists(older))


def stands_for(flood_id: UUID) -> UUID | None:
    """The one in the queue."""
    return Contact.objects.filter(PLAIN, flood_id=flood_id).order_by("id").values_list("id", flat=True).first()
