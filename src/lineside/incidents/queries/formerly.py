"""Incidents as they stood at a moment: the board, one incident, and its log as far as it was written then."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from lineside.formerly.queries import changed_at, put_back
from lineside.incidents import rules
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.queries.lines import SLACK, LogLine, key_near, lines_of, log
from lineside.incidents.queries.rows import MOST_ON_BOARD, IncidentRow, as_row, incident, sees, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import uk_day
from lineside.kernel.errors import NotFound
from lineside.kernel.keys import first_key_at

# As the index of migration 0013 has it: found by the moment alone, however many were closed before it and opened after.
WAS_OPEN = "tstzrange(least(incidents_incident.opened_at, incidents_incident.closed_at), incidents_incident.closed_at)"


def board_as_it_was(actor: Actor, at: datetime) -> list[IncidentRow]:
    """Incidents that were open at that moment and that the actor may see, then and now, in the order of the board."""
    open_then = RawSQL(f"{WAS_OPEN} @> %s", [at], output_field=BooleanField())  # noqa: S611 - our own SQL
    rows = list(visible_to(actor).filter(open_then).order_by("first_contact_at", "id"))
    put_back(rows, at)
    shown = [row for row in rows if sees(actor, row) and (row.closed_at is None or row.closed_at > at)]
    shown = sorted(shown, key=_place)[:MOST_ON_BOARD]
    _with_last_lines(shown, at)
    return [as_row(row) for row in shown]


def _place(row: Incident) -> tuple[int, bool, int]:
    """As the board has it: what had reached somebody first within its grade, an Immediate before everything."""
    pinned = row.grade == "I" and row.rung > 0
    disrupts = rules.disruption_rank(row.disruption, uk_day(row.opened_at))
    return -1 if pinned else rules.urgency(row.grade), row.rung == 0, -disrupts


def incident_as_it_was(actor: Actor, incident_id: UUID, at: datetime) -> Incident:
    """One incident as it stood; it is not there for who might not have seen it then, or may not now."""
    found = incident(actor, incident_id)
    if found.opened_at > at:
        raise NotFound(f"{found.reference} was not opened yet at that time.")
    put_back([found], at)
    if not sees(actor, found):
        raise NotFound("There is no such incident, or not one that you may see.")
    _with_last_lines([found], at)
    return found


def log_as_it_was(incident_id: UUID, at: datetime) -> list[LogLine]:
    """The lines that were written by then; a correction that came later is not known yet."""
    return log(incident_id, until=at)


def moments_of(incident_id: UUID) -> list[datetime]:
    """When something of the incident changed or was written, the earliest first: where a debrief stops."""
    lines = lines_of(incident_id).values_list("at", flat=True)
    return sorted({*lines, *changed_at(Incident, incident_id)})


def next_moment(actor: Actor, at: datetime) -> datetime | None:
    """When the next line was written into any log that the actor may see."""
    lines = LogEntry.objects.filter(id__gte=first_key_at(at - SLACK), at__gt=at, incident__in=visible_to(actor))
    return lines.order_by("id").values_list("at", flat=True).first()


def last_moment(actor: Actor, at: datetime) -> datetime | None:
    """When the line before that moment was written."""
    lines = LogEntry.objects.filter(id__lt=first_key_at(at + SLACK), at__lt=at, incident__in=visible_to(actor))
    return lines.order_by("-id").values_list("at", flat=True).first()


def _with_last_lines(rows: Sequence[Incident], at: datetime) -> None:
    """A board shows the newest line that there was."""
    keys = [row.id for row in rows]
    if not keys:
        return
    while_open = {"id__gte": key_near(min(keys), -SLACK), "id__lte": first_key_at(at + SLACK)}
    found = LogEntry.objects.filter(incident_id__in=keys, at__lte=at, **while_open)
    newest = found.order_by("incident_id", "-id").distinct("incident_id")
    last = {key: (text, moment) for key, text, moment in newest.values_list("incident_id", "text", "at")}
    for row in rows:
        text, moment = last.get(row.id, ("", None))
        row.last_line, row.last_line_at = text[:200], moment
