"""What the switch settles for a call that waits: for whom it is kept while they are rung, and that we ring back."""

from datetime import timedelta
from uuid import UUID

from lineside.contacts.commands.hands import free_kept, let_go
from lineside.contacts.events import ContactChanged, RungBack
from lineside.contacts.models import Contact, RingBack
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import ABANDONED, ASKED_BACK, OFFERED, TAKEN, WAITING, emergency, table
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.queues import commands as queues


@command(needs=CanContact.RECEIVE)
def keep_while_ringing(*, actor: Actor, contact_id: UUID, seat_id: UUID, lasts: timedelta) -> Contact:  # noqa: ARG001
    """The switch rings this person now; nobody else takes the call meanwhile, and it frees itself."""
    contact = locked(Contact, contact_id)
    if contact.state not in (OFFERED, WAITING) or contact.handler_id:
        raise RuleBroken("Somebody has this call already.")
    queues.keep_for(seat_id, contact.id, contact.reference, lasts)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


@command(needs=CanContact.RECEIVE)
def agree_ring_back(*, actor: Actor, contact_id: UUID) -> Contact:  # noqa: ARG001
    """The caller has asked the switch to be rung back: they keep their place and their time, and may hang up."""
    contact = locked(Contact, contact_id)
    if contact.handler_id or contact.answered_at or contact.state not in (OFFERED, WAITING, ABANDONED):
        raise RuleBroken("Somebody has this call already.")
    contact.state, contact.call_back = WAITING, ASKED_BACK
    contact.ring_back_by = emergency.ring_back_by(contact.box_or_line, now(), uk_day(now()))
    contact.save()
    free_kept(contact)
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact


@command(needs=CanContact.RECEIVE)
def count_ring_back(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    contact_id: UUID,
    outcome: str,
    by_name: str,
    rest: timedelta | None = None,
    corrects: bool = False,
) -> RingBack:
    """An attempt, told by the switch. With a rest it goes back to the queue, and Next gives it to nobody meanwhile.

    What `corrects` the last attempt, as that a machine had picked up, is no other one.
    """
    contact = locked(Contact, contact_id)
    row = table("ring_back_outcomes", uk_day(now())).by_code[outcome]
    last = RingBack.objects.filter(contact=contact).order_by("at", "id").last() if corrects else None
    tried = last or RingBack(contact=contact, at=now(), number=contact.sender_address, by_name=by_name[:200])
    tried.outcome = outcome
    tried.save()
    contact.ring_back_by = None if row["reached"] or rest is None else tried.at + rest
    if rest is not None and contact.state == TAKEN:
        let_go(contact, contact.handler_id, wraps=False)
        contact.state, contact.handler_id, contact.handler_name = WAITING, None, ""
        contact.rest_until = tried.at + rest
    contact.save()
    announce(RungBack(contact_id=contact.id, ring_back_id=tried.id, outcome=outcome))
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return tried
