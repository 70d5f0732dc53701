"""The log: lines are added and never changed; a correction is one more line."""

from datetime import datetime
from uuid import UUID

from lineside.incidents.events import LogEntryAdded
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.rules import check_event_time, check_line_time, check_text, plain
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import append, change, locked

SHORT = 200


@command(needs=CanIncident.LOG)
def add_log_entry(
    *,
    actor: Actor,
    incident_id: UUID,
    text: str,
    kind: str = "note",
    source: str = "manual",
    event_at: datetime | None = None,
) -> UUID:
    """Add a line and return its key. A closed incident still takes lines: what was learnt late belongs there."""
    # Only who typed a line can put it right; what came from outside must not keep an incident from being opened.
    words = check_text(text if kind == "note" else plain(text))
    incident = locked(Incident, incident_id)
    at = _time_of(event_at, incident, is_typed=kind == "note") if event_at else now()
    entry = write_line(actor, incident, words, kind=kind, source=source, event_at=at)
    save_with_line(incident, entry)
    announce(LogEntryAdded(incident_id=incident.id, entry_id=entry.id))
    return entry.id


@command(needs=CanIncident.LOG)
def correct_log_entry(*, actor: Actor, entry_id: UUID, text: str, event_at: datetime | None = None) -> UUID:
    """Put right an earlier line, or its time: the earlier one stays, the correction names it."""
    words = check_text(text)
    wrong = LogEntry.objects.filter(id=entry_id).first()
    if wrong is None:
        raise NotFound("There is no such line.")
    incident = locked(Incident, wrong.incident_id)
    at = _time_of(event_at, incident, is_typed=True) if event_at else wrong.event_at
    if (words, at) == (wrong.text, wrong.event_at):
        raise RuleBroken("That is what the line says already; write what is right.", "text")
    entry = write_line(actor, incident, words, kind="correction", corrects_id=wrong.id, event_at=at)
    save_with_line(incident, entry)
    announce(LogEntryAdded(incident_id=incident.id, entry_id=entry.id))
    return entry.id


def _time_of(at: datetime, incident: Incident, *, is_typed: bool) -> datetime:
    return check_line_time(at, incident.first_contact_at, now()) if is_typed else check_event_time(at, now())


def write_line(actor: Actor, incident: Incident, text: str, **facts: object) -> LogEntry:
    """The line, written with the end of the command; the incident still has to be saved."""
    entry = LogEntry(
        incident_id=incident.id,
        text=text,
        by_id=actor.id,
        by_name=actor.name,
        workstation=actor.workstation,
        **{"event_at": now(), **facts},
    )
    append(entry)
    incident.last_line = text[:SHORT].replace("\n", " ")
    incident.last_line_at = entry.at
    return entry


def save_with_line(incident: Incident, _entry: LogEntry, *fields: str) -> None:
    change(incident, "last_line", "last_line_at", *fields)
