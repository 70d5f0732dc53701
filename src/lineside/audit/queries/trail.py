"""The trail as it is read: by person, record, kind and day, in pages or as a copy."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from psycopg.errors import QueryCanceled

from lineside.access.queries import ids_named
from lineside.audit import rules
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import first_key_at
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.paging import Page, Paging, page_of

KINDS = {"did": "Changed", "looked": "Looked at", "refused": "Was refused"}
SLACK = timedelta(minutes=5)  # between the moment of a line and that of its key
PATIENCE = "10s"
HEAD = ("at (UK time)", "kind", "what", "person", "person's id", "actor", "workstation", "facts", "why", "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines of the trail are asked for; `records` are the words by which one record may stand in them."""

    first: date
    last: date
    person: str = ""
    records: tuple[str, ...] = ()
    kind: str = ""

    def __str__(self) -> str:
        parts = (f"{self.first} to {self.last}", self.person, " ".join(self.records), self.kind)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """A line of the trail: who did, looked at or was refused what, when, where and why."""

    id: UUID
    at: datetime
    kind: str
    name: str
    actor_id: UUID | None
    actor_name: str
    actor_kind: str
    workstation: str
    facts: dict[str, Any]
    why: str


def asked_for(
    first: date | None, last: date | None, *, person: str = "", records: tuple[str, ...] = (), kind: str = ""
) -> Wanted:
    """What is wanted, of a week to today where no day is said."""
    begin, end = rules.span_of_days(first, last, uk_day(now()))
    return Wanted(first=begin, last=end, person=person.strip(), records=records, kind=kind if kind in KINDS else "")


def trail_page(wanted: Wanted, paging: Paging) -> Page[TrailRow]:
    """The newest first."""
    with within_patience():
        return page_of(_lines(wanted), ("-id",), _row, paging)


def newest(wanted: Wanted, most: int) -> list[UUID]:
    """The keys of the newest lines, the last written first."""
    with within_patience():
        return list(_lines(wanted).order_by("-id").values_list("id", flat=True)[:most])


def copy_of(wanted: Wanted, until: UUID | None) -> tuple[int, str]:
    """How many lines to that one, which was the newest when the copy was put on record; and the lines as CSV."""
    with within_patience():
        found = [_row(line) for line in _lines(wanted).filter(id__lte=until).order_by("id")] if until else []
    # A copy of the trail of a system that is not live says so in each of its lines, wherever one of them is pasted.
    apart = () if settings.ENVIRONMENT == "LIVE" else (settings.ENVIRONMENT,)
    head = (*(("system",) if apart else ()), *HEAD)
    return len(found), rules.csv_of(head, ((*apart, *_cells(row)) for row in found))


def _cells(row: TrailRow) -> tuple[object, ...]:
    at, said = f"{row.at.astimezone(UK):%Y-%m-%d %H:%M:%S}", json.dumps(row.facts, ensure_ascii=False)
    who = (row.actor_name, row.actor_id or "", row.actor_kind, row.workstation)
    return (at, row.kind, row.name, *who, said, row.why, row.id)


def _lines(wanted: Wanted) -> QuerySet[AuditLine]:
    found = _of_days(AuditLine.objects.all(), wanted)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.person:
        named = Q(actor_name__icontains=wanted.person)
        found = found.filter(named | Q(actor_id__in=ids_named(wanted.person)))
    if wanted.records:
        # What began a record does not name it, but what was announced in the same transaction does.
        told = _naming(_of_days(EventRecord.objects.all(), wanted), wanted.records)
        found = found.annotate(said=Cast("facts", TextField()))
        here = _said(wanted.records) | Q(why__icontains=wanted.records[0])
        found = found.filter(here | Q(kind="did", xid__in=told.values("xid")))
    return found


def _of_days(found: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """By the key too, which tells PostgreSQL the partitions to read."""
    begin = datetime.combine(wanted.first, time.min, UK)
    end = datetime.combine(wanted.last + timedelta(days=1), time.min, UK)
    keys = Q(id__gte=first_key_at(begin - SLACK), id__lt=first_key_at(end + SLACK))
    return found.filter(keys, at__gte=begin, at__lt=end)


def _naming(found: QuerySet[EventRecord], words: tuple[str, ...]) -> QuerySet[EventRecord]:
    return found.annotate(said=Cast("facts", TextField())).filter(_said(words))


def _said(words: tuple[str, ...]) -> Q:
    found = Q()
    for word in words:
        found |= Q(said__icontains=word)
    return found


def _row(line: Model) -> TrailRow:
    return TrailRow(**{name: getattr(line, name) for name in TrailRow.__slots__})


@contextmanager
def within_patience() -> Iterator[None]:
    """Give up a search that would read for long, so that nobody's look holds up the control room."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
            yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise RuleBroken("That is too much to read at once; choose fewer days, or a person.", "first") from None
