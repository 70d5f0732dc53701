"""What the switch's question needs: the call that rings, and what goes before it in the queue."""

from django.db.models import Q

from lineside.contacts.models import WAITING_SINCE, Contact
from lineside.contacts.queries.reading import unclaimed
from lineside.contacts.queries.rows import ContactRow
from lineside.finding.queries import rows_of
from lineside.queues import queries as queues


def call_of_switch(switch_call_id: str) -> ContactRow | None:
    """The call that the switch calls so, as it stands."""
    found = rows_of(ContactRow, Contact.objects.filter(switch_call_id=switch_call_id))
    return found[0] if found else None


def waiting_until(call: ContactRow) -> list[queues.Waiting]:
    """What nobody has and Next would give before this call, and the call itself: whatever comes after changes nothing.

    What is kept for somebody is theirs.
    """
    found = unclaimed().filter(_before(call) | Q(pk=call.id))
    kept = queues.kept_now()
    facts = found.values_list("id", "channel", "box_or_line", "risk", WAITING_SINCE)
    return [
        queues.Waiting(str(key), channel, line, risk, since)
        for key, channel, line, risk, since in facts
        if key not in kept
    ]


def _before(call: ContactRow) -> Q:
    return Q(risk__gt=call.risk) | Q(risk=call.risk, waiting_since__lt=call.waiting_since)
