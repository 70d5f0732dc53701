"""What a supervisor reads: gaps in our hearing, and what could not become a contact; and the lists in force."""

from datetime import date
from typing import Any

from lineside.contacts import rules
from lineside.contacts.models import DeadLetter, HearingGap
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.rows import DeadLetterRow, GapRow, permit_view, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit


def hearing_gaps(actor: Actor, limit: int = 50) -> list[GapRow]:
    permit(actor, CanContact.SUPERVISE)
    return rows_of(GapRow, HearingGap.objects.order_by("-started_at")[:limit])


def dead_letters(actor: Actor, limit: int = 100) -> list[DeadLetterRow]:
    permit(actor, CanContact.SUPERVISE)
    return rows_of(DeadLetterRow, DeadLetter.objects.order_by("worked_at", "-id")[:limit])


def choices(name: str, actor: Actor | None = None, *, on: date | None = None) -> tuple[dict[str, Any], ...]:
    """The rows in force of `dispositions`, `templates`, `line_types` or `boxes`."""
    permit_view(actor)
    return rules.table(name, on or uk_day(now())).rows
