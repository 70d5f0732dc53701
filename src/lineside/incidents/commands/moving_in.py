"""Old logs and their lines, many at once: they are over, so no clock, ladder or desk hears of them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count as counting
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Max

from lineside.incidents import rules
from lineside.incidents.commands.opening import OPENED_WITH
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.rules.moving_in import (
    FIRST_SERIAL,
    OldLine,
    OldLog,
    check_old_line,
    check_old_log,
    moment_of,
    old_key,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command

MOVED_IN = "moved_in"
SHORT = 200
LAST = 0xFFFFFFFF  # after all other lines of its moment
# Lines that were written after the log had been closed, so that all of its lines are looked for.
LATER = """
UPDATE incidents_incident SET last_line_at = told.at, last_line = told.line
FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[]) AS told (id, at, line)
WHERE incidents_incident.id = told.id AND incidents_incident.last_line_at < told.at AND incidents_incident.origin <> ''
"""

NOTE_CRIMES = """
UPDATE incidents_incident SET crime_references = crime_references || told.crimes::jsonb, version = version + 1
FROM unnest(%s::uuid[], %s::text[]) AS told (id, crimes)
WHERE incidents_incident.id = told.id AND incidents_incident.origin <> ''
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLog:
    """A log under the key that the ledger has for it; `was` is its number as the old system wrote it."""

    id: UUID
    was: str
    log: OldLog
    crimes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A line for a log that was moved in; of one moment the lower order comes first."""

    incident_id: UUID
    id: UUID
    line: OldLine


@command(needs=CanIncident.MOVE_IN)
def make_months(*, actor: Actor, first: datetime) -> int:  # noqa: ARG001
    """The partitions of the lines of that month and of the next three, where they are missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lineside_make_partitions('incidents_logentry'::regclass, %s)", [first])
        return int(cursor.fetchone()[0])


@command(needs=CanIncident.MOVE_IN)
def move_in_logs(*, actor: Actor, source: str, count: int, sha256: str, content: Sequence[MovedLog]) -> None:  # noqa: ARG001
    """Closed logs of an old system, marked with it, each with a line that says where it comes from."""
    at, rows, lines = now(), list[Incident](), list[LogEntry]()
    for each in content:
        check_old_log(each.log, at, str(settings.FORCE_PREFIX))
    numbers = _serials(Counter(uk_day(each.log.opened_at) for each in content))
    today = uk_day(at)
    editions = {name: rules.edition_of(name, today) for name in OPENED_WITH}
    nsir = {code: row["nsir"] for code, row in rules.opening_codes(today).items()}
    for each in content:
        serial = next(numbers[uk_day(each.log.opened_at)])
        rows.append(_incident(each, source, serial, editions, nsir[each.log.opening_code]))
        lines += _first_lines(each, source, at)
    Incident.objects.bulk_create(rows)
    LogEntry.objects.bulk_create(lines)


@command(needs=CanIncident.MOVE_IN)
def move_in_lines(*, actor: Actor, source: str, count: int, sha256: str, content: Sequence[MovedLine]) -> None:  # noqa: ARG001
    """Lines of logs that were moved in: recorded now, told of then."""
    at, newest = now(), dict[UUID, OldLine]()
    for each in content:
        check_old_line(each.line, at)
        if each.incident_id not in newest or newest[each.incident_id].at < each.line.at:
            newest[each.incident_id] = each.line
    LogEntry.objects.bulk_create(
        [_line(each.id, each.incident_id, each.line, at, each.line.by or source) for each in content]
    )
    told = list(newest.items())
    with connection.cursor() as cursor:
        texts = [_short(line.text) for _, line in told]
        cursor.execute(LATER, [[key for key, _ in told], [line.at for _, line in told], texts])


@command(needs=CanIncident.MOVE_IN)
def note_moved_crimes(*, actor: Actor, content: Sequence[tuple[UUID, str]]) -> None:  # noqa: ARG001
    """Logs that were moved in tell which crimes of the same old system stand on them."""
    by_log: dict[UUID, list[str]] = {}
    for key, reference in content:
        by_log.setdefault(key, []).append(reference)
    with connection.cursor() as cursor:
        cursor.execute(NOTE_CRIMES, [list(by_log), [json.dumps(each) for each in by_log.values()]])


def line_key(incident_id: UUID, line: OldLine, order: int) -> UUID:
    """A log has no line before itself: one that was written earlier stands at its beginning."""
    return old_key(max(line.at, moment_of(incident_id)), order)


def _serials(wanted: Mapping[date, int]) -> dict[date, Iterator[int]]:
    """The next free numbers of each day, of those that no log of ours is ever given."""
    taken = Incident.objects.filter(opened_on__in=wanted, serial__gte=FIRST_SERIAL)
    last = dict(taken.order_by("opened_on").values_list("opened_on").annotate(Max("serial")))
    return {day: counting(last.get(day, FIRST_SERIAL - 1) + 1) for day in wanted}


def _incident(moved: MovedLog, source: str, serial: int, editions: dict[str, str], nsir: str) -> Incident:
    log = moved.log
    gist = log.summary.strip()
    return Incident(
        id=moved.id,
        created_at=log.opened_at,  # as its key: by both its lines are found
        reference=log.reference,
        opened_on=uk_day(log.opened_at),
        serial=serial,
        state="closed",
        opening_code=log.opening_code,
        nsir_category=nsir,
        editions=editions,
        grade=log.grade,
        first_contact_at=log.first_contact_at or log.opened_at,
        opened_at=log.opened_at,
        closed_at=log.closed_at,
        is_restricted=log.is_restricted,
        summary=gist if len(gist) <= rules.LONGEST_GIST else gist[: rules.LONGEST_GIST - 1] + "…",
        place_text=log.place_text.strip(),
        place_status="unknown",
        lat=log.lat,
        lon=log.lon,
        crs=log.crs,
        area=log.area,
        headcode=log.headcode,
        informant_name=log.informant_name,
        informant_number=log.informant_number,
        opened_by_name=log.opened_by or source,
        crime_references=list(moved.crimes),
        origin=source,
        last_line=_short(log.result or "Closed."),
        last_line_at=log.closed_at,
    )


def _first_lines(moved: MovedLog, source: str, at: datetime) -> Iterator[LogEntry]:
    log = moved.log
    came = OldLine(at=at, text=f"Moved in from {source}, where its number was {moved.was}.")
    yield _line(old_key(log.opened_at, 0), moved.id, came, at, source)
    gist = log.summary.strip()
    if len(gist) > rules.LONGEST_GIST:
        whole = OldLine(at=log.opened_at, text=gist)
        yield _line(old_key(log.opened_at, 1), moved.id, whole, at, log.opened_by or source)
    if log.result:
        ended = OldLine(at=log.closed_at, text=log.result)
        yield _line(old_key(log.closed_at, LAST), moved.id, ended, at, source)


def _line(key: UUID, incident_id: UUID, line: OldLine, at: datetime, by: str) -> LogEntry:
    return LogEntry(
        id=key, at=at, incident_id=incident_id, event_at=line.at, by_name=by, source=MOVED_IN, kind=MOVED_IN,
        text=line.text.strip(),
    )  # fmt: skip


def _short(text: str) -> str:
    return text.strip()[:SHORT].replace("\n", " ")
