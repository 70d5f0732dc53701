"""Finding incidents, open and closed, by what is known of them; what an actor may not see is not found."""

from django.db.models import QuerySet

from lineside.finding.queries import Typed, holding, newest, read_typed, words_in
from lineside.incidents.models import Incident
from lineside.incidents.queries.rows import IncidentRow, as_row, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting

# As the index of migration 0005 has it.
SAID = (
    "lower(incidents_incident.reference || ' ' || incidents_incident.summary || ' ' || "
    "incidents_incident.place_text || ' ' || incidents_incident.headcode || ' ' || "
    "incidents_incident.informant_name || ' ' || incidents_incident.informant_number || ' ' || "
    "regexp_replace(incidents_incident.informant_number, '[^0-9]', '', 'g'))"
)


def find_incidents(actor: Actor, text: str, why: str = "", limit: int = 20) -> list[IncidentRow]:
    """The newest of which reference, summary, place, train or informant hold every word; the look is on record.

    A day among the words, perhaps with a time, asks for those opened then.
    """
    seen, typed = visible_to(actor), read_typed(text)
    words = words_in(typed.rest)
    if not words and (typed.rest or typed.since is None):
        return []
    record_sighting(actor, "incidents.find_incidents", text, why)
    return [as_row(each) for each in _found(seen, typed, words, limit)]


def _found(seen: QuerySet[Incident], typed: Typed, words: list[str], limit: int) -> list[Incident]:
    if typed.since is None:
        return newest(holding(seen, SAID, words), limit)
    then = seen.filter(opened_at__gte=typed.since, opened_at__lt=typed.until)
    return list((holding(then, SAID, words) if words else then).order_by("-id")[:limit])
