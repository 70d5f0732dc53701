"""Seals: a chain over sealed rows, made a moment after commit so that no command waits for another.

A row is final once every transaction older than it has ended. The sealer takes the rows that became final, in the
order of their keys, and chains their digests to the seal before. `verify` recomputes all of it.
"""

import hashlib

from django.db import connection, transaction

from lineside.kernel.guards import sealed_models
from lineside.kernel.models import Seal


def seal_all() -> int:
    """Seal what has become final; how many rows."""
    return sum(seal_table(model._meta.db_table) for model in sealed_models())


def seal_table(table: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal {table}"])
        last = Seal.objects.filter(of_table=table).order_by("-id").first()
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        horizon = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT id::text, encode(digest, 'hex') FROM {table}"  # noqa: S608 - our own table name
            " WHERE xid >= %s::xid8 AND xid < %s::xid8 ORDER BY id",
            [str(last.horizon) if last else "0", horizon],
        )
        rows = [list(row) for row in cursor.fetchall()]
        if rows:
            chain = link(bytes(last.chain) if last else b"", rows)
            Seal(of_table=table, horizon=horizon, rows=rows, chain=chain).save()
        return len(rows)


def link(before: bytes, rows: list[list[str]]) -> bytes:
    digest = hashlib.sha256(before)
    for key, row in rows:
        digest.update(f"{key} {row}\n".encode())
    return digest.digest()
