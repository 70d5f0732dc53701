"""How many wait now, and how quickly calls are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries.reading import TO_WRITE_UP, open_ones
from lineside.contacts.rules import EMERGENCY, EMERGENCY_WITHIN_S, OFFERED, TAKEN, WAITING
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.keys import first_key_at

# By the key, which sorts by time, so that the hour is read and not the year. A call heard late was timed by nobody.
_FIGURES = """
SELECT count(*), count(answered_at), count(*) FILTER (WHERE answered_at IS NULL AND ended_at IS NOT NULL),
  coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - opened_at)), 0),
  coalesce(percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - opened_at)), 0),
  count(answered_at) FILTER (WHERE box_or_line LIKE %(lines)s),
  count(answered_at) FILTER (WHERE box_or_line LIKE %(lines)s AND answered_at - opened_at <= %(within)s)
FROM contacts_contact WHERE id >= %(since)s AND channel = 'phone' AND NOT heard_late
"""


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """Calls of the last hour: how many came, were answered or gave up, and how long they rang."""

    calls: int
    answered: int
    abandoned: int
    median_s: float
    ninth_s: float
    emergency: int
    emergency_in_time: int


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """How many ring, wait and are in hand, however many they are; since when the longest of them."""

    ringing: int
    ringing_since: datetime | None
    waiting: int
    waiting_since: datetime | None
    in_hand: int
    to_write_up: int  # answered at a telephone of nobody we know, and over


def queue_figures(actor: Actor) -> QueueFigures:
    permit(actor, CanContact.SUPERVISE)
    rings, waits = Q(state=OFFERED), Q(state=WAITING)
    found = open_ones().aggregate(
        ringing=Count("id", filter=rings),
        ringing_since=Min("waiting_since", filter=rings),
        waiting=Count("id", filter=waits),
        longest=Min("waiting_since", filter=waits),
        in_hand=Count("id", filter=Q(state=TAKEN) & ~TO_WRITE_UP),
        to_write_up=Count("id", filter=TO_WRITE_UP),
    )
    return QueueFigures(waiting_since=found.pop("longest"), **found)


def answer_figures(actor: Actor) -> AnswerFigures:
    permit(actor, CanContact.SUPERVISE)
    facts: dict[str, Any] = {
        "since": first_key_at(now() - timedelta(hours=1)),
        "lines": f"{EMERGENCY}%",
        "within": timedelta(seconds=EMERGENCY_WITHIN_S),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, facts)
        return AnswerFigures(*cursor.fetchone())
