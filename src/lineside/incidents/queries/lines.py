"""The log as it is read: lines with their numbers, and which puts right which."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lineside.incidents.models import Incident, LogEntry
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of

OF_A_LINE = ("id", "corrects_id", "text")
NEVER = (0, "")
SLACK = timedelta(minutes=5)  # between the moment of a line and that of its key
BELOW_MILLISECONDS = 80  # bits of a key


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line with its number in the log; `corrects` and `corrected_by` are numbers of other lines, 0 for none."""

    id: UUID
    number: int
    event_at: datetime
    recorded_at: datetime
    by: str
    kind: str
    source: str
    text: str
    corrects_id: UUID | None
    corrects: int = 0
    corrected_by: int = 0
    correction: str = ""


def lines_of(incident_id: UUID, known: Incident | None = None) -> QuerySet[LogEntry]:
    """The lines of one log, looked for only in the months in which it has any; `known` saves asking for it.

    Lines lie in a partition a month. A log has none before it was made, which its own key tells, and none after its
    newest, which it repeats: of ten years of months one or two are read, and PostgreSQL plans for no others.
    """
    found = LogEntry.objects.filter(incident_id=incident_id, id__gte=key_near(incident_id, -SLACK))
    ends = Incident.objects.filter(id=incident_id).values_list("created_at", "last_line_at")
    made, newest = (known.created_at, known.last_line_at) if known else ends.first() or (None, None)
    if made is None or newest is None:
        return found
    return found.filter(id__lte=key_near(incident_id, max(newest - made, timedelta()) + SLACK))


def key_near(key: UUID, after: timedelta) -> UUID:
    """The key that would have been made so long after another, or before it."""
    return UUID(int=max(0, key.int + (int(after.total_seconds() * 1000) << BELOW_MILLISECONDS)))


def log(incident_id: UUID, until: datetime | None = None) -> list[LogLine]:
    """The log in the order of recording, all of it or as it stood at a moment.

    Ask for the incident first: that is where sight is decided.
    """
    found = lines_of(incident_id)
    entries = list((found.filter(at__lte=until) if until else found).order_by("id"))
    line = _reader((each.id, each.corrects_id, each.text) for each in entries)
    return [line(each) for each in entries]


def log_page(incident_id: UUID, paging: Paging) -> Page[LogLine]:
    found = lines_of(incident_id)
    return page_of(found, ("id",), _reader(found.order_by("id").values_list(*OF_A_LINE)), paging)


def _reader(whole: Iterable[tuple[UUID, UUID | None, str]]) -> Callable[[LogEntry], LogLine]:
    """Reads lines of the log that holds these, in their order: key, key of the line that it corrects, text."""
    known = list(whole)
    numbers = {key: number for number, (key, _, _) in enumerate(known, start=1)}
    # The last correction of a line is the one that stands.
    corrected = {corrects: (numbers[key], text) for key, corrects, text in known if corrects}

    def line(each: LogEntry) -> LogLine:
        return LogLine(
            id=each.id,
            number=numbers.get(each.id, 0),
            event_at=each.event_at,
            recorded_at=each.at,
            by=each.by_name,
            kind=each.kind,
            source=each.source,
            text=each.text,
            corrects_id=each.corrects_id,
            corrects=numbers.get(each.corrects_id, 0) if each.corrects_id else 0,
            corrected_by=corrected.get(each.id, NEVER)[0],
            correction=corrected.get(each.id, NEVER)[1],
        )

    return line


def line_numbered(incident_id: UUID, number: int) -> LogLine:
    found = next((line for line in log(incident_id) if line.number == number), None)
    if found is None:
        raise NotFound(f"This log has no line {number}.")
    return found
