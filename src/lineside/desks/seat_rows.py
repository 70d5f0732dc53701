"""The live rows of the supervisor's desk about people: seats, calls for help, a surge; and of a staff record."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.listening_rows import heard_here, seat_facts, state_of
from lineside.desks.live_row import LiveRow
from lineside.desks.move_rows import moves_here
from lineside.desks.switch_rows import rings_here
from lineside.people import queries as people
from lineside.people.permissions import CanPeople
from lineside.queues import queries as queues
from lineside.queues.permissions import CanQueue


def seat(seat_id: UUID) -> list[LiveRow]:
    row = queues.seat_row(seat_id)
    if row is None:
        return []
    html = render_to_string("desks/_seat_row.html", seat_facts(row)) if row.is_there else ""
    return [
        LiveRow(
            id=f"seat-{row.id}",
            list="seats",
            needs=CanQueue.VIEW,
            sort=sort_of(row),
            gone=not row.is_there,
            html=html,
        ),
        LiveRow(
            id=f"seat-now-{row.id}",
            needs=CanQueue.SIT,
            html=render_to_string("desks/_seat_now.html", {"seat": row}),
        ),
        rings_here(row.account_id),
        heard_here(row.account_id),
        moves_here(row.account_id),
        state_of(row),
    ]


def sort_of(row: queues.SeatRow) -> str:
    return f"{row.site or '~'} {row.name} {row.id}"


def help_call(help_id: UUID) -> list[LiveRow]:
    row = queues.help_row(help_id)
    if row is None:
        return []
    is_open = row.answered_at is None
    html = render_to_string("desks/_help_row.html", {"help": row}) if is_open else ""
    return [
        LiveRow(
            id=f"help-{row.id}",
            list="help",
            needs=CanQueue.VIEW,
            sort=row.at.isoformat(),
            gone=not is_open,
            html=html,
        )
    ]


def surge(surge_id: UUID) -> list[LiveRow]:
    row = queues.surge_row(surge_id)
    if row is None:
        return []
    is_on = row.ended_at is None
    html = render_to_string("desks/_surge_row.html", {"surge": row}) if is_on else ""
    return [LiveRow(id=f"surge-{row.id}", list="surge", needs=CanQueue.VIEW, gone=not is_on, html=html)]


def staff(staff_id: UUID) -> list[LiveRow]:
    row = people.standing_row(staff_id)
    if row is None:
        return []
    html = render_to_string("desks/_standing.html", {"standing": row})
    return [LiveRow(id=f"standing-{staff_id}", needs=CanPeople.SIGN_OFF, html=html)]
