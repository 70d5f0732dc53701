"""The live rows of contacts: the queue, what was said, and what a supervisor has to see decided."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts import queries as contacts
from lineside.contacts.permissions import CanContact
from lineside.desks import emergency_rows, switch_rows
from lineside.desks.live_row import NEWEST, LiveRow
from lineside.desks.rules import rings_at_control
from lineside.kernel.clock import uk_day
from lineside.kernel.errors import NotFound


def contact(contact_id: UUID) -> list[LiveRow]:
    try:
        row = contacts.contact(contact_id)
    except NotFound:
        return []
    stands = contacts.stands_for(row.flood_id) if row.flood_id else None
    return [*_rows(row), *([_queued(contacts.contact(stands))] if stands and stands != row.id else [])]


def _queued(row: contacts.ContactRow) -> LiveRow:
    return LiveRow(
        id=f"contact-{row.id}",
        list="contacts",
        needs=CanContact.VIEW,
        sort=queue_sort(row),
        gone=not row.is_open or row.waits_behind,
        html=render_to_string("desks/_contact_row.html", {"row": row}) if row.is_open else "",
    )


def _rows(row: contacts.ContactRow) -> list[LiveRow]:
    contact_id = row.id
    moments = contacts.call_moments(contact_id) if row.channel == "phone" else []
    shown = {"chosen": row, "moments": moments, **emergency_rows.kinds_of(row), **switch_rows.rings_of(row.id)}
    head = render_to_string("desks/_contact_head.html", shown)
    talk = [message_row(message) for message in contacts.conversation(contact_id, newest=NEWEST)]
    return [
        _queued(row),
        call(row),
        LiveRow(id=f"contact-head-{row.id}", needs=CanContact.VIEW, html=head),
        *_owed(row),
        *talk,
        *emergency_rows.of_call(row),
    ]


def call(row: contacts.ContactRow) -> LiveRow:
    """The same contact at the control desk, when it is a call that rings there."""
    is_there = row.is_open and rings_at_control(row.channel, row.box_or_line, uk_day(row.opened_at))
    return LiveRow(
        id=f"call-{row.id}",
        list="calls",
        needs=CanContact.VIEW,
        sort=queue_sort(row),
        gone=not is_there,
        html=render_to_string("desks/_call_row.html", {"row": row}) if is_there else "",
    )


def queue_sort(row: contacts.ContactRow) -> str:
    """The gravest first, and among equals the longest waiting."""
    return f"{999 - row.risk:03d}-{row.waiting_since.isoformat()}"


def _owed(row: contacts.ContactRow) -> list[LiveRow]:
    """The decisions that it waits for, on the supervisor's desk."""
    owed = {"call-backs": ("call_back", row.is_ring_back_owed), "failed": ("failed", bool(row.delivery_failure))}
    return [
        LiveRow(
            id=f"{name.replace('_', '-')}-{row.id}",
            list=where,
            needs=CanContact.SUPERVISE,
            sort=row.opened_at.isoformat(),
            gone=not is_owed,
            html=render_to_string(f"desks/_{name}_row.html", {"row": row}) if is_owed else "",
        )
        for where, (name, is_owed) in owed.items()
    ]


def message_row(message: contacts.MessageRow) -> LiveRow:
    return LiveRow(
        id=f"message-{message.id}",
        list=f"talk-{message.contact_id}",
        needs=CanContact.VIEW,
        sort=message.at.isoformat(),
        html=render_to_string("desks/_message.html", {"message": message}),
    )


def gap(gap_id: UUID) -> list[LiveRow]:
    row = contacts.gap_row(gap_id)
    if row is None:
        return []
    html = render_to_string("desks/_gap_row.html", {"gap": row})
    return [LiveRow(id=f"gap-{row.id}", list="gaps", needs=CanContact.SUPERVISE, sort=newest_first(row), html=html)]


def dead_letter(letter_id: UUID) -> list[LiveRow]:
    row = contacts.dead_letter_row(letter_id)
    if row is None:
        return []
    return [
        LiveRow(
            id=f"letter-{row.id}",
            list="letters",
            needs=CanContact.SUPERVISE,
            sort=str(row.id),
            gone=bool(row.worked_by),
            html="" if row.worked_by else render_to_string("desks/_letter_row.html", {"letter": row}),
        )
    ]


def newest_first(gap: contacts.GapRow) -> str:
    return f"{10**12 - int(gap.started_at.timestamp()):013d}"
