"""The two ends of a command on the wire: BEGIN with its name in one round trip, all the rest in another."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import connection
from psycopg import sql

from lineside.kernel.doing import Doing
from lineside.kernel.models import Sealed

_NAME = "SELECT set_config('lineside.command', %s, true)"
# procrastinate's own function, so that a job is one more row of this transaction; a test holds its signature.
_DEFER = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('events', 'kernel.react', 0, NULL, %s, %s, NULL)]"
    "::procrastinate_job_to_defer_v1[])"
)


def open_command(name: str) -> None:
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline(), connection.connection.cursor() as cursor:
        cursor.execute(_NAME, [name])


def write(doing: Doing) -> None:
    """Insert the command's rows and jobs, then close its name: one round trip however many there are."""
    raw = connection.connection
    with connection.wrap_database_errors, raw.pipeline(), raw.cursor() as cursor:
        for model, rows in groupby(doing.rows, key=type):
            cursor.execute(*_insert(model, list(rows)))
        for event_id, queueing_lock in doing.jobs:
            cursor.execute(_DEFER, [queueing_lock, json.dumps({"event_id": event_id})])
        cursor.execute(_NAME, [""])


def _insert(model: type[Sealed], rows: list[Sealed]) -> tuple[sql.Composed, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in Sealed.set_by_database]
    one = sql.SQL("({})").format(sql.SQL(", ").join(sql.Placeholder() * len(fields)))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
        sql.SQL(", ").join([one] * len(rows)),
    )
    return statement, list(_values(fields, rows))


def _values(fields: list[Any], rows: Iterable[Sealed]) -> Iterable[Any]:
    for row in rows:
        for field in fields:
            yield field.get_db_prep_save(getattr(row, field.attname), connection)
