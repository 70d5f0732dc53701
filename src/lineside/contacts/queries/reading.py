"""The queue, one contact, the moments of its call, and who it was that spoke to us before."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.contacts import rules
from lineside.contacts.models import WAITING_SINCE, CallMoment, Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.floods import behind, with_flood
from lineside.contacts.queries.rows import ContactRow, MomentRow, permit_view
from lineside.contacts.rules.calls_out import OURS
from lineside.finding.queries import row_of, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.paging import Page, Paging, page_of

GRAVEST_FIRST = ("-risk", "waiting_since", "id")
# Answered at a telephone of nobody we know, and over: its caller was spoken to.
TO_WRITE_UP = Q(state=rules.TAKEN, handler_id=None, ended_at__isnull=False)


def came_from(actor: Actor, senders: set[str], span: tuple[datetime, datetime]) -> list[ContactRow]:
    """What came from these numbers and addresses in this time, the first before the next."""
    permit(actor, CanContact.VIEW)
    known_as = {*senders, *(rules.normal_number(sender) for sender in senders)}
    came = Contact.objects.filter(sender_address__in=known_as, opened_at__range=span)
    return rows_of(ContactRow, came.order_by("opened_at"))


def queue(actor: Actor, limit: int = 500) -> list[ContactRow]:
    """Everything that still needs somebody, the gravest first and among equals the longest waiting."""
    permit(actor, CanContact.VIEW)
    return rows_of(ContactRow, with_flood(open_ones()).exclude(behind()).order_by(*GRAVEST_FIRST)[:limit])


def queue_page(actor: Actor, paging: Paging) -> Page[ContactRow]:
    permit(actor, CanContact.VIEW)
    return page_of(open_ones(), GRAVEST_FIRST, partial(row_of, ContactRow), paging)


def open_ones() -> QuerySet[Contact]:
    return Contact.objects.filter(state__in=rules.OPEN_STATES).annotate(waiting_since=WAITING_SINCE)


def unclaimed() -> QuerySet[Contact]:
    """What Next may give: nobody has it, its caller was not rung just now; of a flood the one that stands for it."""
    is_due = Q(rest_until=None) | Q(rest_until__lte=now())
    nobodys = Q(handler_id=None) & ~Q(state=rules.TAKEN)
    return open_ones().filter(is_due, nobodys | TO_WRITE_UP).exclude(behind())


def contact(contact_id: UUID, actor: Actor | None = None) -> ContactRow:
    """One contact. Pages and commands that have asked for the right already leave the actor out."""
    permit_view(actor)
    rows = rows_of(ContactRow, with_flood(Contact.objects.filter(pk=contact_id)))
    if not rows:
        raise NotFound("There is no such contact.")
    return rows[0]


def contact_referenced(reference: str, actor: Actor | None = None) -> ContactRow:
    """The contact that people call by this reference."""
    permit_view(actor)
    rows = rows_of(ContactRow, Contact.objects.filter(reference=reference.strip().upper()[:24]))
    if not rows:
        raise RuleBroken("There is no contact of this reference; give it as it stands at the contact.", "reference")
    return rows[0]


def came_and_ended(since: datetime, until: datetime) -> list[tuple[UUID, UUID, str]]:
    """Key, handler and channel of what came in between and was resolved by somebody; what we began is none."""
    found = Contact.objects.filter(opened_at__gte=since, opened_at__lt=until, state=rules.RESOLVED)
    named = found.filter(handler_id__isnull=False).exclude(channel__in=OURS).order_by("id")
    return [(key, by, channel) for key, by, channel in named.values_list("id", "handler_id", "channel") if by]


def call_moments(contact_id: UUID, actor: Actor | None = None) -> list[MomentRow]:
    permit_view(actor)
    return rows_of(MomentRow, CallMoment.objects.filter(contact_id=contact_id).order_by("at", "id"))


def is_call_taken(actor: Actor, switch_call_id: str) -> bool:
    """Whether somebody at a desk has the call in hand: what a switch needs to know to stop its ringing, and no more."""
    permit(actor, CanContact.RECEIVE)
    found = Contact.objects.filter(switch_call_id=switch_call_id).values_list("handler_id", flat=True)[:1]
    if not found:
        raise RuleBroken("No such call has been told of; tell of it first.", "call_id")
    return found[0] is not None


def earlier_page(sender_address: str, paging: Paging, *, not_this: UUID) -> Page[ContactRow]:
    """The same, page by page. Ask for the contact first: that is where sight is decided."""
    found = Contact.objects.filter(sender_address=sender_address) if sender_address else Contact.objects.none()
    return page_of(found.exclude(pk=not_this), ("-opened_at", "-id"), partial(row_of, ContactRow), paging)
