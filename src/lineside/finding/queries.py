"""Rows that hold words, read from a table's trigram index; and any record as a row, field by field."""

import re
from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, Model, QuerySet
from django.db.models.expressions import RawSQL

from lineside.finding.rules import Typed, read_typed
from lineside.kernel.clock import now
from lineside.kernel.keys import first_key_at

__all__ = ["Typed", "gin_index", "holding", "newest", "read_typed", "row_of", "rows_of", "trigram_index", "words_in"]

M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
LATELY = (timedelta(days=90), timedelta(days=730))
MOST_WORDS = 8
LONGEST_WORD = 60
SHORTEST_WORD = 3  # of which a trigram index knows anything; other words may be shorter
# As telephone numbers are begun, or nothing but digits: other digits with signs are a part of a reference or a date.
NUMBER = re.compile(r"(?=[+(0]|44|[\d\s]+$)\+?[\d\s().-]{5,25}")


def words_in(text: str) -> list[str]:
    """The words to look for; none when no word is long enough for an index to find it.

    A telephone number is one word, without what stands before it at home or abroad.
    """
    if NUMBER.fullmatch(text.strip()):
        digits = re.sub(r"^(0044|44(?=\d{9})|00|0)", "", re.sub(r"\D", "", text))
        return [digits] if len(digits) >= SHORTEST_WORD else []
    words = [word[:LONGEST_WORD] for word in text.lower().replace("\x00", "").split()[:MOST_WORDS]]
    return words if any(sum(letter.isalnum() for letter in word) >= SHORTEST_WORD for word in words) else []


def holding(found: QuerySet[M], said: str, words: list[str]) -> QuerySet[M]:
    """Those of `found` whose `said`, the SQL of an index of theirs, holds every word; none where nothing is asked."""
    if not words:
        return found.none()
    for word in words:
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", word) + "%"
        found = found.filter(RawSQL(f"{said} LIKE %s", [pattern], output_field=BooleanField()))  # noqa: S611 - our own SQL
    return found


def newest(found: QuerySet[M], limit: int) -> list[M]:
    """The newest by their keys, sought among those of lately first.

    Of common words an index finds what ten years hold, and all of that would be fetched to sort out twenty.
    """
    at = now()
    for span in LATELY:
        rows = list(found.filter(pk__gte=first_key_at(at - span)).order_by("-pk")[:limit])
        if len(rows) == limit:
            return rows
    return list(found.order_by("-pk")[:limit])


def trigram_index(name: str, table: str, said: str) -> list[Operation]:
    """What a migration does so that `holding` reads an index."""
    # A short list of what is pending: no one insert should pay for the thousand before it.
    return [TrigramExtension(), gin_index(name, table, f"({said}) gin_trgm_ops", "WITH (gin_pending_list_limit = 256)")]


def gin_index(name: str, table: str, what: str, how: str = "") -> Operation:
    """Built while the table is written to, so only in a migration that is not atomic; what a broken build left goes."""
    make = f"CREATE INDEX CONCURRENTLY {name} ON {table} USING gin ({what}) {how}"
    drop = f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
    return migrations.RunSQL([drop, make], drop)


def rows_of(kind: type[Row], records: Iterable[Any]) -> list[Row]:
    return [row_of(kind, record) for record in records]


def row_of(kind: type[Row], record: Any, **more: Any) -> Row:  # noqa: ANN401 - any of our models
    """A record as a frozen row: a field that is neither given nor has a value of its own is read from the record."""
    wanted = [field.name for field in fields(kind) if field.name not in more and field.default is MISSING]  # type: ignore[arg-type]
    return kind(**{name: getattr(record, name) for name in wanted}, **more)
