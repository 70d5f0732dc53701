"""The tail of the event table: what became visible since the last look, at once and in no transaction's way.

PostgreSQL's snapshots say exactly which transactions a reader may see. The tail keeps the snapshot of its last look and
asks for events that are visible now and were not then; one still in flight then is seen as soon as it commits, and a
transaction that stays open for a minute delays nobody else's news. The commands pay nothing: no NOTIFY is sent.
"""

import json
from dataclasses import dataclass

from psycopg import AsyncConnection

POLL_SECONDS = 0.02
_LOOK = """
SELECT pg_current_snapshot()::text, pg_snapshot_xmin(pg_current_snapshot())::text,
  (SELECT coalesce(array_agg(e.topics::text ORDER BY e.id), '{}') FROM kernel_eventrecord e
   WHERE e.id >= %(since)s AND e.xid >= pg_snapshot_xmin(%(before)s::pg_snapshot)
     AND NOT pg_visible_in_snapshot(e.xid, %(before)s::pg_snapshot))
"""
_NOW = "SELECT pg_current_snapshot()::text"


@dataclass(frozen=True, slots=True)
class News:
    """The topics of each event newly seen, and the cursor by which a desk that reconnects resumes."""

    snapshot: str
    cursor: str
    topics: tuple[str, ...]


async def snapshot_now(connection: AsyncConnection) -> str:
    row = await (await connection.execute(_NOW)).fetchone()
    return str(row[0]) if row else ""


async def look(connection: AsyncConnection, before: str, since: str) -> News:
    """What became visible after `before`; `since` is a key that bounds the partitions to look at."""
    row = await (await connection.execute(_LOOK, {"before": before, "since": since})).fetchone()
    if row is None:
        raise ConnectionError("the database gave no answer")
    return News(snapshot=row[0], cursor=row[1], topics=_flat(row[2]))


async def since_cursor(connection: AsyncConnection, cursor: str, since: str) -> tuple[str, ...]:
    """Topics of all events at or after the cursor; some may have been seen already, which does no harm."""
    rows = await connection.execute(
        "SELECT topics::text FROM kernel_eventrecord WHERE id >= %s AND xid >= %s::xid8 ORDER BY id LIMIT 5000",
        [since, cursor],
    )
    return _flat([row[0] for row in await rows.fetchall()])


def _flat(lists: list[str]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for topics in lists:
        seen.update(dict.fromkeys(json.loads(topics)))
    return tuple(seen)
