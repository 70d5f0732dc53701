"""Verifying: every digest and every seal computed again, and the first fault named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from lineside.audit.sealing import link
from lineside.kernel.clock import now
from lineside.kernel.guards import sealed_models
from lineside.kernel.models import Seal, Tombstone

SEALED_WITHIN = timedelta(seconds=30)  # on a quiet node two; more than this and somebody should be told


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the chain goes: rows that are not in it yet, the oldest of them, and what it waits for."""

    rows: int
    since: datetime | None
    holder: int | None  # the process of the database whose transaction is the oldest that is open
    held_since: datetime | None  # unknown where that is another role's

    @property
    def sentence(self) -> str:
        if not self.rows:
            return "Every row is sealed."
        waits = (
            f" They wait for a transaction that process {self.holder} of the database holds open."
            if self.holder
            else ""
        )
        return f"{self.rows} rows since {self.since:%Y-%m-%d %H:%M:%S} UTC are not sealed yet.{waits}"


def sealed() -> Sealed:
    """How far the chain goes at this moment."""
    found = [_unsealed_since(model._meta.db_table) for model in sealed_models()]
    holder, held_since = _oldest_transaction()
    begun = [at for _, at in found if at]
    return Sealed(sum(count for count, _ in found), min(begun, default=None), holder, held_since)


def held_up() -> str:
    """What a supervisor should know: rows that stay unsealed, or a transaction that would keep them so."""
    found, late = sealed(), now() - SEALED_WITHIN
    if found.since and found.since < late:
        return found.sentence
    if found.held_since and found.held_since < late:
        return f"Process {found.holder} of the database holds a transaction open since {found.held_since:%H:%M:%S} UTC."
    return ""


def in_no_month() -> str:
    """The tables whose newest rows fell into the partition for what belongs nowhere; nothing when all is well."""
    with connection.cursor() as cursor:
        names = [model._meta.db_table for model in sealed_models()]
        caught = [name for name in names if _one(cursor, f"SELECT EXISTS (SELECT 1 FROM {name}_rest)")]  # noqa: S608
    return (
        f"Rows lie in no month's partition of {', '.join(caught)}: the clock was wrong when they came."
        if caught
        else ""
    )


def _unsealed_since(table: str) -> tuple[int, datetime | None]:
    last = Seal.objects.filter(of_table=table).order_by("-id").values_list("horizon", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(at) FROM {table} WHERE xid >= %s::xid8", [str(last or 0)])  # noqa: S608
        count, at = cursor.fetchone()
    return count, at


def _oldest_transaction() -> tuple[int | None, datetime | None]:
    """The process behind the horizon, and since when; every other transaction is newer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.pid, a.xact_start FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)"
            " WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock'"
            " AND l.transactionid = pg_snapshot_xmin(pg_current_snapshot())::xid"
        )
        return cursor.fetchone() or (None, None)


def _one(cursor: Any, statement: str) -> Any:  # noqa: ANN401
    cursor.execute(statement)
    return cursor.fetchone()[0]


def verify() -> Iterator[str]:
    """A sentence for each row changed, missing or out of order, table by table."""
    for model in sealed_models():
        yield from verify_table(model._meta.db_table)


def verify_table(table: str) -> Iterator[str]:
    """A sentence for each row changed, missing or out of order, the first one first."""
    gone = dict(Tombstone.objects.filter(of_table=table).values_list("row_id", "row_digest"))
    tombs = {str(key): bytes(digest).hex() for key, digest in gone.items()}
    before, known, horizon = b"", set[str](), 0
    for seal in Seal.objects.filter(of_table=table).order_by("id").iterator(chunk_size=50):
        if link(before, seal.rows) != bytes(seal.chain):
            yield f"{table}: seal {seal.pk} of {seal.at:%Y-%m-%d %H:%M:%S} does not follow from the one before it."
        before, horizon = bytes(seal.chain), seal.horizon
        known.update(key for key, _ in seal.rows)
        yield from _against_rows(table, seal.rows, tombs)
    yield from _unsealed(table, known, horizon)


def _against_rows(table: str, sealed: list[list[str]], tombs: dict[str, str]) -> Iterator[str]:
    present = digests(table, [key for key, _ in sealed])
    for key, digest in sealed:
        kept, computed = present.get(key, (None, None))
        if kept is None:
            if tombs.get(key) != digest:
                yield f"{table}: row {key} is missing."
        elif computed != digest or kept != digest:
            yield f"{table}: row {key} has been changed."


def digests(table: str, keys: list[str]) -> dict[str, tuple[str, str]]:
    """Key -> the digest that a row was given when it was written, and that of what stands there now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute(
            "SELECT id::text, encode(digest, 'hex'), encode(lineside_digest_of(to_jsonb(t)), 'hex')"  # noqa: S608
            f" FROM {table} t WHERE id = ANY(%s::uuid[])",
            [keys],
        )
        return {key: (kept, computed) for key, kept, computed in cursor.fetchall()}


def _unsealed(table: str, known: set[str], horizon: int) -> Iterator[str]:
    """Rows in no seal must be whole, and newer than the last seal read; another may be made meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute(
            "SELECT id::text, xid < %(horizon)s::xid8,"  # noqa: S608 - our own name; what was sealed was computed with its seal
            " xid < %(horizon)s::xid8 OR digest = lineside_digest_of(to_jsonb(t))"
            f" FROM {table} t ORDER BY id",
            {"horizon": str(horizon)},
        )
        for key, is_old, is_whole in cursor.fetchall():
            if key in known:
                continue
            if is_old:
                yield f"{table}: row {key} is out of order: it stands before the last seal and in none."
            elif not is_whole:
                yield f"{table}: row {key} has been changed."
