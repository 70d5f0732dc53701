"""What is next for somebody, and what lies in the hands of those who have left."""

from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Q, When

from lineside.access.queries import signed_out
from lineside.contacts import rules
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.reading import GRAVEST_FIRST, TO_WRITE_UP, unclaimed
from lineside.contacts.queries.rows import ContactRow
from lineside.finding.queries import rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.queues import queries as queues

A_FEW = 20  # for whoever was not quick enough for the first
EVERY = "*"


def next_for(actor: Actor, limit: int = A_FEW) -> list[ContactRow]:
    """What this actor may take and is offered, the gravest first and among equals the longest waiting."""
    permit(actor, CanContact.TAKE)
    queues.check_next(actor)
    standing, opened = queues.open_queues(actor)
    if not opened:
        return []
    is_surge, at = queues.surge() is not None, now()
    known = queues.queues()
    fits = [of_queue(queue, known) & _offered(queue, standing.site, at, is_surge=is_surge) for queue in opened]
    found = unclaimed().filter(reduce(or_, fits))
    return rows_of(ContactRow, found.order_by(_spoken_to_last(at), *GRAVEST_FIRST)[:limit])


def _spoken_to_last(at: datetime) -> Case:
    return Case(When(TO_WRITE_UP & Q(ended_at__gt=at - rules.WRITTEN_UP_WITHIN), then=1), default=0)


def in_absent_hands() -> list[tuple[UUID, UUID]]:
    """Contacts with whose hands they are in, where that person has no sitting any more."""
    held = Contact.objects.filter(state=rules.TAKEN, handler_id__isnull=False).order_by("id")
    pairs = list(held.values_list("id", "handler_id"))
    absent = signed_out({handler for _, handler in pairs if handler})
    return [(contact, handler) for contact, handler in pairs if handler in absent]


def absent_seats() -> list[UUID]:
    return sorted(signed_out(queues.who_sits()))


def of_queue(queue: queues.Queue, known: tuple[queues.Queue, ...]) -> Q:
    """As the rule has it: the first queue of the list that fits."""
    found = _fits(queue)
    for each in known[: known.index(queue)]:
        if each.channel == queue.channel or EVERY in (each.channel, queue.channel):
            found &= ~_fits(each)
    return found


def _fits(queue: queues.Queue) -> Q:
    by_line = reduce(or_, (Q(box_or_line__startswith=line) for line in queue.lines), Q())
    return by_line if queue.channel == EVERY else Q(channel=queue.channel) & by_line


def _offered(queue: queues.Queue, site: str, at: datetime, *, is_surge: bool) -> Q:
    """At another site than its own only after it waited too long there, or in a surge."""
    if not site or site == queue.site or is_surge:
        return Q()
    return Q(waiting_since__lte=at - queue.overflow)
