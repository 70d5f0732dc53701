"""The tail of the event table: what became visible since the last look, at once and in no transaction's way.

PostgreSQL's snapshots say exactly which transactions a reader may see. The tail keeps the snapshot of its last look and
asks for events that are visible now and were not then; one still in flight then is seen as soon as it commits, and a
transaction that stays open for a minute delays nobody else's news. The commands pay nothing: no NOTIFY is sent.
"""

import json
from dataclasses import dataclass

from django.db import connection as django_connection
from psycopg import AsyncConnection

POLL_SECONDS = 0.02
MOST_EVENTS = 300  # a desk that missed more asks for its lists anew: rows pushed again go to every desk
_LOOK = """
SELECT pg_current_snapshot()::text,
  (SELECT coalesce(array_agg(e.topics::text ORDER BY e.id), '{}') FROM kernel_eventrecord e
   WHERE e.id >= %(since)s AND e.xid >= pg_snapshot_xmin(%(before)s::pg_snapshot)
     AND NOT pg_visible_in_snapshot(e.xid, %(before)s::pg_snapshot))
"""
_NOW = "SELECT pg_current_snapshot()::text"


@dataclass(frozen=True, slots=True)
class News:
    """The topics of each event newly seen, and the snapshot that saw them."""

    snapshot: str
    topics: tuple[str, ...]


def cursor_of(snapshot: str) -> int:
    """The oldest transaction that the snapshot may not have seen: from here a desk that reconnects resumes."""
    return int(snapshot.partition(":")[0] or 0)


def cursor_now() -> int:
    """Where the facts end of a page that is about to be made."""
    with django_connection.cursor() as cursor:
        cursor.execute(_NOW)
        return cursor_of(cursor.fetchone()[0])


async def snapshot_now(connection: AsyncConnection) -> str:
    row = await (await connection.execute(_NOW)).fetchone()
    return str(row[0]) if row else ""


async def look(connection: AsyncConnection, before: str, since: str) -> News:
    """What became visible after `before`; `since` is a key that bounds the partitions to look at."""
    row = await (await connection.execute(_LOOK, {"before": before, "since": since})).fetchone()
    if row is None:
        raise ConnectionError("the database gave no answer")
    return News(snapshot=row[0], topics=_flat(row[1]))


async def since_cursor(connection: AsyncConnection, cursor: int, since: str) -> tuple[str, ...] | None:
    """Topics of all events at or after the cursor, some of them seen already; None when they are too many to give."""
    rows = await connection.execute(
        "SELECT topics::text FROM kernel_eventrecord WHERE id >= %s AND xid >= %s::text::xid8 ORDER BY id LIMIT %s",
        [since, str(cursor), MOST_EVENTS + 1],
    )
    found = [row[0] for row in await rows.fetchall()]
    return _flat(found) if len(found) <= MOST_EVENTS else None


def _flat(lists: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(topic for topics in lists for topic in json.loads(topics)))
