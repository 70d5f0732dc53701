"""The live part of a call that is passed on: at the desk of whoever has it, and of whoever is to have it."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts.permissions import CanContact
from lineside.desks.live_row import LiveRow
from lineside.switchboard import queries


def moves_here(account_id: UUID) -> LiveRow:
    """At one person's desk alone: every desk has this row, and only theirs the place for it."""
    html = render_to_string("desks/_moves_here.html", moves_for(account_id))
    return LiveRow(id=f"moves-{account_id}", needs=CanContact.VIEW, html=html)


def moves_for(account_id: UUID | None) -> dict[str, Any]:
    return {"moves_for": account_id, "moves_here": queries.moves_here(account_id) if account_id else []}
