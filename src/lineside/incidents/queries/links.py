"""Which logs are parts of another."""

from uuid import UUID

from lineside.incidents import rules
from lineside.incidents.models import IncidentLink
from lineside.incidents.queries.rows import IncidentRow, as_row, incident, visible_to
from lineside.kernel.actors import Actor


def parts_of(actor: Actor, incident_id: UUID) -> list[IncidentRow]:
    """The logs that are parts of this one, of what the actor may see: open ones first, the gravest first."""
    incident(actor, incident_id)
    keys = IncidentLink.objects.filter(other_id=incident_id, kind=rules.CHILD).values("one_id")
    found = [as_row(each) for each in visible_to(actor).filter(id__in=keys)]
    urgency = {grade: rank for rank, grade in enumerate(rules.BY_URGENCY)}
    last = len(urgency)
    return sorted(found, key=lambda row: (row.closed_at is not None, urgency.get(row.grade, last), row.opened_at))
