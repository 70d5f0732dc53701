"""Rows as they stood at a moment: what each change overwrote is put back, from the newest change to that moment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from lineside.formerly.models import FormerRow
from lineside.kernel.keys import first_key_at
from lineside.kernel.models import Record

R = TypeVar("R", bound=Record)
SLACK = timedelta(minutes=5)  # between the moment of a row and that of its key


def put_back(rows: Sequence[R], at: datetime) -> None:
    """Make each of these rows of one table what it was at that moment; one statement for all of them.

    A row that was made later stays as it is: ask `created_at`. Columns that its table leaves out stay as they are now.
    """
    if not rows:
        return
    was: dict[UUID, dict[str, Any]] = defaultdict(dict)
    changes = _changes(type(rows[0]), [row.pk for row in rows]).filter(id__gte=first_key_at(at - SLACK), at__gt=at)
    for row_id, before in changes.order_by("-id").values_list("row_id", "was"):
        was[row_id] |= before  # the earliest change after the moment is the last to be put back
    for row in rows:
        _put_back(row, was[row.pk])


def changed_at(model: type[Record], row_id: UUID) -> list[datetime]:
    """The moments at which a row changed, the earliest first."""
    return list(_changes(model, [row_id]).order_by("id").values_list("at", flat=True))


def _changes(model: type[Record], keys: Sequence[UUID]) -> QuerySet[FormerRow]:
    return FormerRow.objects.filter(of_table=model._meta.db_table, row_id__in=keys)


def _put_back(row: Record, was: dict[str, Any]) -> None:
    columns = {field.column: field for field in row._meta.concrete_fields}
    for column, value in was.items():
        field = columns.get(column)
        if field is not None:  # a column of today's table; one that was dropped since is shown by nothing
            setattr(row, field.attname, field.to_python(value))
