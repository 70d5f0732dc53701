"""The live parts of listening in: at the supervisors' desk, and always at the seat of whoever is listened to."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import calls_in_hand
from lineside.desks.live_row import LiveRow
from lineside.queues.queries import SeatRow
from lineside.switchboard import queries


def seat_facts(seat: SeatRow) -> dict[str, Any]:
    return {
        "seat": seat,
        "heard": queries.heard_now(seat.account_id),
        "is_on_call": seat.account_id in calls_in_hand(seat.account_id),
    }


def facts_of_seats(seats: list[SeatRow]) -> list[dict[str, Any]]:
    """Of many, in two statements."""
    on_call, heard = calls_in_hand(), queries.heard_now()
    return [
        {
            "seat": seat,
            "heard": [row for row in heard if row.account_id == seat.account_id],
            "is_on_call": seat.account_id in on_call,
        }
        for seat in seats
    ]


def heard_here(account_id: UUID) -> LiveRow:
    """At one person's desk alone: every desk has this row, and only theirs the place for it."""
    html = render_to_string("desks/_heard_here.html", heard_for(account_id))
    return LiveRow(id=f"heard-{account_id}", needs=CanContact.VIEW, html=html)


def heard_for(account_id: UUID | None) -> dict[str, Any]:
    return {"heard_for": account_id, "heard_here": queries.heard_now(account_id) if account_id else []}


def state_of(seat: SeatRow) -> LiveRow:
    html = render_to_string("desks/_listening_state.html", listening_facts(seat))
    return LiveRow(id=f"listening-{seat.id}", needs=CanContact.SUPERVISE, html=html)


def listening_facts(seat: SeatRow) -> dict[str, Any]:
    """Who is on their call, or what became of the last who was."""
    heard = queries.heard_now(seat.account_id)
    last = queries.last_on(seat.account_id) if not heard else None
    return {"seat": seat, "heard": heard or ([last] if last else [])}
