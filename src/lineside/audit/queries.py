"""Verifying: every digest and every seal computed again, and the first fault named."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from lineside.audit.sealing import link
from lineside.kernel.guards import sealed_models
from lineside.kernel.models import Seal, Tombstone


def verify() -> Iterator[str]:
    """A sentence for each row changed, missing or out of order, table by table."""
    for model in sealed_models():
        yield from verify_table(model._meta.db_table)


def verify_table(table: str) -> Iterator[str]:
    """A sentence for each row changed, missing or out of order, the first one first."""
    gone = dict(Tombstone.objects.filter(of_table=table).values_list("row_id", "row_digest"))
    tombs = {str(key): bytes(digest).hex() for key, digest in gone.items()}
    before, known = b"", set[str]()
    for seal in Seal.objects.filter(of_table=table).order_by("id").iterator(chunk_size=50):
        if link(before, seal.rows) != bytes(seal.chain):
            yield f"{table}: seal {seal.pk} of {seal.at:%Y-%m-%d %H:%M:%S} does not follow from the one before it."
        before = bytes(seal.chain)
        known.update(key for key, _ in seal.rows)
        yield from _against_rows(table, seal.rows, tombs)
    yield from _unsealed(table, known)


def _against_rows(table: str, sealed: list[list[str]], tombs: dict[str, str]) -> Iterator[str]:
    present = _digests(table, [key for key, _ in sealed])
    for key, digest in sealed:
        kept, computed = present.get(key, (None, None))
        if kept is None:
            if tombs.get(key) != digest:
                yield f"{table}: row {key} is missing."
        elif computed != digest or kept != digest:
            yield f"{table}: row {key} has been changed."


def _digests(table: str, keys: list[str]) -> dict[str, tuple[str, str]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute(
            "SELECT id::text, encode(digest, 'hex'), encode(lineside_digest_of(to_jsonb(t)), 'hex')"  # noqa: S608
            f" FROM {table} t WHERE id = ANY(%s::uuid[])",
            [keys],
        )
        return {key: (kept, computed) for key, kept, computed in cursor.fetchall()}


def _unsealed(table: str, known: set[str]) -> Iterator[str]:
    """Rows in no seal must be newer than the last horizon, and their digests must hold."""
    last: Any = Seal.objects.filter(of_table=table).order_by("-id").values_list("horizon", flat=True).first()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute(
            "SELECT id::text, xid < %s::xid8, digest = lineside_digest_of(to_jsonb(t))"  # noqa: S608
            f" FROM {table} t ORDER BY id",
            [str(last or 0)],
        )
        for key, is_old, is_whole in cursor.fetchall():
            if key in known:
                continue
            if is_old:
                yield f"{table}: row {key} is out of order: it stands before the last seal and in none."
            elif not is_whole:
                yield f"{table}: row {key} has been changed."
