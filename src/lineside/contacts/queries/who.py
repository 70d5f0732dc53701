"""Who this is: what came from the same number, address or handle before."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import ContactRow, rows_of
from lineside.contacts.rules import repeat_marks
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now
from lineside.kernel.commands import permit

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Earlier contacts, newest first; how many in the last 24 hours, 30 days and 12 months; what makes it a repeat."""

    earlier: tuple[ContactRow, ...] = ()
    day: int = 0
    month: int = 0
    year: int = 0
    marks: tuple[str, ...] = ()


def history(actor: Actor, of: ContactRow) -> History:
    """In two statements that both read one index; that somebody looked is on record."""
    permit(actor, CanContact.VIEW)
    if not of.sender_address:
        return History()
    record_sighting(actor, "contacts.history", of.sender_address, f"contact {of.reference}")
    same = Contact.objects.filter(sender_address=of.sender_address).exclude(pk=of.id)
    at = now()
    spans = {"day": timedelta(hours=24), "month": timedelta(days=30), "year": timedelta(days=365)}
    counts = same.filter(opened_at__gte=at - spans["year"]).aggregate(
        **{name: Count("id", filter=Q(opened_at__gte=at - span)) for name, span in spans.items()}
    )
    return History(
        earlier=tuple(rows_of(ContactRow, same.order_by("-opened_at")[:SHOWN])),
        marks=repeat_marks(counts["day"] + 1, counts["month"] + 1),
        **counts,
    )
