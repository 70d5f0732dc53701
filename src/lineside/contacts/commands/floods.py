"""Mail that one sender sends in a flood: each is a contact of its own, kept whole, and they wait as one.

What says something grave of itself stands alone as always: a flood may be how somebody cries for help.
"""

from uuid import UUID, uuid5

from lineside.contacts.commands.handling import resolve_contact
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import waiting_in_flood
from lineside.contacts.rules import TAKEN, Arrival, check_hands
from lineside.contacts.rules.mail import Weighed, check_flood_seen, flood_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.models import locked

OF_A_SENDER = UUID("019ac000-0000-7000-8000-00000000f10d")


def flood_joined(arrival: Arrival, weighed: Weighed) -> UUID | None:
    """The flood of this sender's day, where they have sent too many lately; whom an edition knows is never one."""
    on = uk_day(arrival.received_at)
    flood = flood_of(arrival.channel, on)
    if flood is None or weighed.kind or not arrival.sender_address:
        return None
    lately = Contact.objects.filter(
        channel=arrival.channel,
        sender_address=arrival.sender_address[:320],
        opened_at__gt=arrival.received_at - flood.within,
    )
    is_one = lately.order_by("-opened_at")[: flood.mails].count() >= flood.mails
    return uuid5(OF_A_SENDER, f"{on} {arrival.sender_address}") if is_one else None


@command(needs=CanContact.RESOLVE)
def resolve_flood(
    *, actor: Actor, contact_id: UUID, disposition: str, reason: str = "", seen_count: int, seen_version: int
) -> Contact:
    """Close what waits in the flood of the contact in hand, in one go, as many as were seen; the one in hand stays."""
    contact = locked(Contact, contact_id, seen_version)
    check_hands(contact.state, contact.handler_id, actor.id, may_supervise=actor.may(CanContact.SUPERVISE))
    waiting = list(waiting_in_flood(contact.flood_id).select_for_update())
    check_flood_seen(len(waiting), seen_count, reason)
    for each in waiting:
        each.state, each.answered_at = TAKEN, each.answered_at or now()  # in nobody's hands but for this moment
        each.save()
        resolve_contact(actor=actor, contact_id=each.id, disposition=disposition, reason=reason)
    return contact
