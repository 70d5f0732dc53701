"""The two ends of a command on the wire.

It opens with its first statement: BEGIN, its name, the claim of its key and the row that it locks are one round trip.
All that it writes, and COMMIT, are another.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from psycopg.types.json import Jsonb

from lineside.kernel.actors import STANDING
from lineside.kernel.answers import CLAIM, Answered, remembered
from lineside.kernel.doing import Doing, required
from lineside.kernel.errors import NotPermitted
from lineside.kernel.wire import Asked, Rows, exchange, is_idle

if TYPE_CHECKING:
    from lineside.kernel.models import Record, Sealed

M = TypeVar("M", bound=models.Model)

_NAME = "SELECT set_config('lineside.command', $1, true)"
# procrastinate's own function, so that a job is one more row of this transaction; a test holds its signature.
_DEFER = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('events', 'kernel.react', 0, NULL, $1::text, $2::jsonb, NULL)]"
    "::procrastinate_job_to_defer_v1[])"
)


def opened(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
    """Django's hook around each statement of its own: what must come before it is sent."""
    doing = required()
    if sql.startswith("ROLLBACK TO"):
        doing.changes.clear()
    send(doing)
    return execute(sql, params, many, context)


def send(doing: Doing, more: Sequence[Asked] = ()) -> list[Rows]:
    """`more` and its answers; before it, unless they went already, the opening and the changes that wait."""
    opening = [] if doing.is_open else _opening(doing)
    asked = [*opening, *doing.changes, *more]
    doing.changes.clear()
    doing.is_open = True
    rows = exchange(asked) if asked else []
    for (text, _), found in zip(opening, rows, strict=False):
        if text == CLAIM and not found:
            raise Answered
        if text == STANDING.get(doing.actor.kind) and not found:
            raise NotPermitted("Your rights have been withdrawn since you asked; ask an administrator.")
    return rows[len(rows) - len(more) :]


def close(doing: Doing, result: object, *, is_last: bool) -> None:
    """Write the command's rows and jobs and the answer to its key; then COMMIT, or close its name when more follows."""
    asked = [_insert(row) for row in doing.rows]
    asked += [(_DEFER, [lock, json.dumps({"event_id": event_id})]) for event_id, lock in doing.jobs]
    if doing.key:
        asked.append(remembered(doing.key, result))
    if not doing.is_open and (doing.key or doing.actor.kind in STANDING):
        send(doing)  # a claim or rights that are found gone must stop the command before its COMMIT is on its way
    send(doing, [*asked, ("COMMIT", ()) if is_last else (_NAME, [""])])


def read_locked(model: type[M], key: UUID | str) -> M | None:
    """The row of that key, locked until the command ends."""
    text, names = _selection(model)
    (rows,) = send(required(), [(text, [key])])
    return model.from_db(DEFAULT_DB_ALIAS, names, rows[0]) if rows else None


def change(record: "Record", *names: str) -> None:
    """Write these fields of a record that is locked, with the next statement or the command's end."""
    text, fields = _update(type(record), names)
    record.version += 1
    required().changes.append((text, [*_values(fields, record), record.pk]))


def also(text: str, values: Sequence[Any]) -> None:
    """A statement of a command's own, sent as `change` is; nobody waits for what it answers."""
    required().changes.append((text, values))


def _opening(doing: Doing) -> list[Asked]:
    begin: list[Asked] = [("BEGIN", ())] if is_idle() else []
    standing: list[Asked] = (
        [(STANDING[doing.actor.kind], [doing.actor.id, doing.actor.stamp])] if doing.actor.kind in STANDING else []
    )
    claim: list[Asked] = [(CLAIM, doing.key)] if doing.key else []
    return [*begin, (_NAME, [doing.name]), *standing, *claim]


def _insert(row: "Sealed") -> Asked:
    text, fields = _insertion(type(row))
    return text, _values(fields, row)


@cache
def _selection(model: type[models.Model]) -> tuple[str, list[str]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    key = model._meta.pk.column
    text = f'SELECT {columns} FROM "{model._meta.db_table}" WHERE "{key}" = $1 FOR UPDATE'  # noqa: S608 - our own names
    return text, [str(field.attname) for field in fields]


@cache
def _insertion(model: "type[Sealed]") -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if field.name not in model.set_by_database]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(f"${place}" for place in range(1, len(fields) + 1))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', fields  # noqa: S608 - our own names


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in dict.fromkeys(("version", *names))]
    columns = ", ".join(f'"{field.column}" = ${place}' for place, field in enumerate(fields, 1))
    table, key = model._meta.db_table, model._meta.pk.column
    return f'UPDATE "{table}" SET {columns} WHERE "{key}" = ${len(fields) + 1}', fields  # noqa: S608 - our own names


def _values(fields: list[Any], row: models.Model) -> list[Any]:
    """As they are, for PostgreSQL reads text by the column's type; only JSON must be told from text."""
    return [
        Jsonb(value) if isinstance(field, models.JSONField) and value is not None else value
        for field, value in ((field, getattr(row, field.attname)) for field in fields)
    ]
