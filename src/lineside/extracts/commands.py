"""Moving old records in, a batch at a time: all of a batch or nothing of it, and one line on record for each."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lineside.crimes.commands import move_in_crimes
from lineside.extracts.models import Arrival, Extract, Rejection
from lineside.extracts.permissions import CanExtract
from lineside.extracts.queries.building import Built
from lineside.extracts.queries.planning import Item, Planned
from lineside.extracts.rules import LINES, LINKS, LOGS, OCCURRENCES, OWN_LOG, PERSONS
from lineside.incidents.commands import make_months, move_in_lines, move_in_logs
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.models import locked
from lineside.pole.commands import move_in_links, move_in_people

MOVERS: dict[str, Callable[..., None]] = {
    PERSONS: move_in_people,
    LOGS: move_in_logs,
    LINES: move_in_lines,
    OCCURRENCES: move_in_crimes,
    LINKS: move_in_links,
}


@command(needs=CanExtract.MOVE_IN)
def begin_extract(*, actor: Actor, source: str, kind: str, name: str, sha256: str, mapping_sha256: str) -> Extract:
    """Open the ledger of this file, or go on with the one that was cut off; by file and mapping to the last byte."""
    facts = {"source": source, "kind": kind, "sha256": sha256, "mapping_sha256": mapping_sha256}
    begun = Extract.objects.filter(**facts, finished_at=None).first()
    if begun is None:
        begun = Extract(**facts, name=name[:200], by_name=actor.name[:200])
        begun.save()
    return begun


@command(needs=CanExtract.MOVE_IN)
def make_room(*, actor: Actor, first: datetime) -> int:
    """Partitions for lines of old months, made beside the batches so that none of them has to wait."""
    return make_months(actor=actor, first=first)


@command(needs=CanExtract.MOVE_IN)
def move_in(
    *,
    actor: Actor,
    extract_id: UUID,
    first_row: int,
    count: int,
    sha256: str,
    references: Sequence[str],
    content: Planned,
) -> Extract:
    """One batch: its records, its part of the ledger and its rejections, or nothing of all that.

    The line on record names each record by its number in the old system, and proves by a digest what the rows said.
    """
    if (count, sha256, list(references)) != announced(content):
        raise RuleBroken("This batch is not what was announced; plan it again.")
    with connection.cursor() as cursor:  # one at a time, or two would give the same numbers
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('extracts'))")
    extract = locked(Extract, extract_id)
    if extract.finished_at or extract.rows_done != first_row:
        raise Stale("This extract is being moved in by somebody else; wait until they are done.")
    _move(actor, extract, content.items)
    _keep_ledger(extract, content)
    extract.rows_done += content.rows
    extract.moved_in += count
    extract.there_already += content.there
    extract.rejected += len(content.rejected)
    extract.batches += 1
    extract.save()
    return extract


@command(needs=CanExtract.MOVE_IN)
def finish_extract(*, actor: Actor, extract_id: UUID) -> Extract:  # noqa: ARG001
    """Every row was read: each was moved in, was there, or was rejected."""
    extract = locked(Extract, extract_id)
    if extract.rows_done != extract.moved_in + extract.there_already + extract.rejected:
        raise RuleBroken(f"The totals of {extract} do not add up; nothing more is moved in before that is explained.")
    extract.finished_at = now()
    extract.save()
    return extract


def announced(content: Planned) -> tuple[int, str, list[str]]:
    """What the line on record says of a batch: how many, the digest of what they said, the number of each."""
    return len(content.items), digest_of(content.items), [each.reference for each in content.items]


def digest_of(items: Sequence[Item]) -> str:
    """Of what each row said, in the order of the file; keys that were made here are no part of it."""
    digest = hashlib.sha256()
    for each in items:
        digest.update(f"{each.row} {each.reference} {_said(each.built)}\n".encode())
    return digest.hexdigest()


def _said(built: Built) -> str:
    """Of a link its number says it all."""
    told = (getattr(built.record, name, None) for name in ("facts", "log", "line", "crime"))
    return repr(next((each for each in told if each is not None), ""))


def _move(actor: Actor, extract: Extract, items: Sequence[Item]) -> None:
    if not items:
        return
    facts: dict[str, Any] = {"actor": actor, "source": extract.source, "sha256": digest_of(items)}
    if own := [each.built.log for each in items if each.built.log]:
        move_in_logs(**facts, count=len(own), content=own)
    MOVERS[extract.kind](**facts, count=len(items), content=[each.built.record for each in items])


def _keep_ledger(extract: Extract, content: Planned) -> None:
    arrived = [(extract.kind, each.reference, each.built.key) for each in content.items]
    arrived += [(OWN_LOG, each.reference, each.built.log.id) for each in content.items if each.built.log]
    Arrival.objects.bulk_create(
        [
            Arrival(source=extract.source, kind=kind, reference=reference, record_id=key, extract=extract)
            for kind, reference, key in arrived
        ]
    )
    Rejection.objects.bulk_create(
        [Rejection(extract=extract, row=each.row, reference=each.reference, why=each.why) for each in content.rejected]
    )
