"""How quickly calls are answered now."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import EMERGENCY, EMERGENCY_WITHIN_S
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
