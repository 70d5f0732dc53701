"""A call that we placed is a contact as well: whom we rang, and what became of it. It is never in the queue."""

from datetime import datetime
from uuid import UUID

from lineside.contacts.commands.opening import open_contact
from lineside.contacts.events import ContactChanged
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import RESOLVED, normal_number, table
from lineside.contacts.rules.calls_out import CALL_OUT, CALLING, OF_CALL_OUT
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanContact.TAKE)
def open_call_out(*, actor: Actor, number: str, why: str) -> Contact:
    """Somebody at a desk rings this number."""
    return open_contact(
        Contact(
            channel=CALL_OUT,
            box_or_line="Call out",
            state=CALLING,
            risk=0,
            sender_address=normal_number(number),
            gist=f"Call out {why}"[:200],
            handler_id=actor.id,
            handler_name=actor.name,
            opened_at=now(),
        )
    )


@command(needs=CanContact.RECEIVE)
def end_call_out(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    contact_id: UUID,
    reached: bool,
    words: str,
    answered_at: datetime | None,
    ended_at: datetime,
) -> Contact:
    """It is over: resolved by what became of it."""
    contact = locked(Contact, contact_id)
    contact.answered_at, contact.ended_at = answered_at, ended_at
    contact.state, contact.disposition, contact.disposition_reason = RESOLVED, OF_CALL_OUT[reached], words
    contact.disposition_edition = table("dispositions", uk_day(now())).edition
    contact.save()
    announce(ContactChanged(contact_id=contact.id, state=contact.state))
    return contact
