"""What a supervisor reads: lost callers, failed replies, gaps in our hearing, dead letters; and the lists in force."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from lineside.contacts import rules
from lineside.contacts.models import DeadLetter, HearingGap
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.reading import open_ones
from lineside.contacts.queries.rows import ContactRow, DeadLetterRow, GapRow, permit_view
from lineside.finding.queries import row_of, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of

MOST = 500
LOST = Q(call_back=rules.NEEDED) | Q(ring_back_by__isnull=False)


def lost_calls(actor: Actor) -> list[ContactRow]:
    """Callers whose call-back is undecided or has a time, the oldest first, however many graver contacts wait."""
    permit(actor, CanContact.SUPERVISE)
    return rows_of(ContactRow, open_ones().filter(LOST).order_by("opened_at", "id")[:MOST])


def failed_replies(actor: Actor) -> list[ContactRow]:
    """Contacts whose last reply did not arrive, the oldest first, however many graver ones wait."""
    permit(actor, CanContact.SUPERVISE)
    return rows_of(ContactRow, open_ones().exclude(delivery_failure="").order_by("opened_at", "id")[:MOST])


def gap_row(gap_id: UUID) -> GapRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = HearingGap.objects.filter(pk=gap_id).first()
    return row_of(GapRow, found) if found else None


def hearing_gaps(actor: Actor, limit: int = 50) -> list[GapRow]:
    permit(actor, CanContact.SUPERVISE)
    return rows_of(GapRow, HearingGap.objects.order_by("-started_at")[:limit])


def hearing_gaps_page(actor: Actor, paging: Paging) -> Page[GapRow]:
    permit(actor, CanContact.SUPERVISE)
    return page_of(HearingGap.objects.all(), ("-started_at", "-id"), partial(row_of, GapRow), paging)


def dead_letters(actor: Actor, limit: int = 100) -> list[DeadLetterRow]:
    """Those that nobody has dealt with first, the oldest before all, then the latest dealt with."""
    permit(actor, CanContact.SUPERVISE)
    return rows_of(DeadLetterRow, DeadLetter.objects.order_by(F("worked_at").desc(nulls_first=True), "id")[:limit])


def dead_letters_waiting(actor: Actor) -> int:
    """How many nobody has dealt with yet."""
    permit(actor, CanContact.SUPERVISE)
    return DeadLetter.objects.filter(worked_at=None).count()


def dead_letters_page(actor: Actor, paging: Paging) -> Page[DeadLetterRow]:
    permit(actor, CanContact.SUPERVISE)
    return page_of(DeadLetter.objects.all(), ("-id",), partial(row_of, DeadLetterRow), paging)


def dead_letter(actor: Actor, dead_letter_id: UUID) -> DeadLetterRow:
    permit(actor, CanContact.SUPERVISE)
    found = dead_letter_row(dead_letter_id)
    if found is None:
        raise NotFound("There is no such dead letter.")
    return found


def dead_letter_row(dead_letter_id: UUID) -> DeadLetterRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = DeadLetter.objects.filter(pk=dead_letter_id).first()
    return row_of(DeadLetterRow, found) if found else None


def choices(name: str, actor: Actor | None = None, *, on: date | None = None) -> tuple[dict[str, Any], ...]:
    """The rows in force of `dispositions`, `templates`, `text_templates`, `line_types`, `boxes` or `text_lines`."""
    permit_view(actor)
    return rules.table(name, on or uk_day(now())).rows
