"""Finding incidents, open and closed, by what is known of them; what an actor may not see is not found."""

from lineside.finding.queries import holding, words_in
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
    """The newest of which reference, summary, place, train or informant hold every word; the look is on record."""
    seen = visible_to(actor)
    words = words_in(text)
    if not words:
        return []
    record_sighting(actor, "incidents.find_incidents", text, why)
    return [as_row(each) for each in holding(seen, SAID, words).order_by("-id")[:limit]]
