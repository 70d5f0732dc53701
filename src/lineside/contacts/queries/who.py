"""Who this is: what came from the same number, address or handle before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules import repeat_marks
from lineside.contacts.rules.calls_out import OURS
from lineside.finding.queries import rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now
from lineside.kernel.commands import permit

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Earlier contacts, newest first; how many in 24 hours, 30 days and 12 months; what makes it a repeat; by what."""

    earlier: tuple[ContactRow, ...] = ()
    day: int = 0
    month: int = 0
    year: int = 0
    marks: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


def history(actor: Actor, of: ContactRow, also: Iterable[str] = ()) -> History:
    """In two statements that both read one index; that somebody looked is on record.

    `also` are the other numbers, addresses and handles of who is certainly known to be the sender: what came by
    any of them counts.
    """
    permit(actor, CanContact.VIEW)
    ways = tuple(sorted({of.sender_address, *also} - {""}))
    if not ways:
        return History()
    record_sighting(actor, "contacts.history", ", ".join(ways), f"contact {of.reference}")
    same = Contact.objects.filter(sender_address__in=ways).exclude(pk=of.id)
    at = now()
    spans = {"day": timedelta(hours=24), "month": timedelta(days=30), "year": timedelta(days=365)}
    counts = (
        same.exclude(channel__in=OURS)
        .filter(opened_at__gte=at - spans["year"])
        .aggregate(**{name: Count("id", filter=Q(opened_at__gte=at - span)) for name, span in spans.items()})
    )
    return History(
        earlier=tuple(rows_of(ContactRow, same.order_by("-opened_at")[:SHOWN])),
        marks=repeat_marks(counts["day"] + 1, counts["month"] + 1),
        ways=ways,
        **counts,
    )
