"""The live parts of what the switch does: the telephone that rings at a desk, and those that were rung for a call."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import queue
from lineside.desks.listening_rows import heard_for
from lineside.desks.live_row import LiveRow
from lineside.desks.move_rows import moves_for
from lineside.kernel.actors import Actor
from lineside.switchboard import queries


def rings_here(account_id: UUID) -> LiveRow:
    """At one person's desk alone: every desk has this row, and only theirs the place for it."""
    html = render_to_string("desks/_rings_here.html", rings_for(account_id))
    return LiveRow(id=f"rings-{account_id}", needs=CanContact.VIEW, html=html)


def rings_for(account_id: UUID | None) -> dict[str, Any]:
    return {"rings_for": account_id, "rings_here": queries.ringing_at(account_id) if account_id else None}


def beside_contact(actor: Actor) -> dict[str, Any]:
    """What stands beside the contact, whichever is chosen."""
    return {"queue": queue(actor), **rings_for(actor.id), **heard_for(actor.id), **moves_for(actor.id)}


def rings_of(contact_id: UUID) -> dict[str, Any]:
    return {"rings": queries.rings_of(contact_id)}
