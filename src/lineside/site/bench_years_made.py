"""For the bench: years of logs made inside PostgreSQL, once; who asks again finds them as they were left."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from lineside.site import bench_years_words as words
from lineside.site.bench_node import Say

AT_ONCE = 2  # connections that make rows
SQL = Path(__file__).with_name("bench_years.sql")
LISTS = {
    "bench_phrase": ("n int PRIMARY KEY, text text", words.phrases),
    "bench_rare": ("n int PRIMARY KEY, word text", words.rare_words),
    "bench_name": ("n int PRIMARY KEY, name text", words.names),
    "bench_place": ("n int PRIMARY KEY, name text, crs text, lat float, lon float, area text", words.places),
    "bench_kind": ("n int PRIMARY KEY, code text, nsir text, shares int[]", words.kinds),
}
INDEXES = (
    "SELECT 'DROP INDEX ' || indexname, indexdef FROM pg_indexes WHERE tablename = 'incidents_incident'"
    " AND indexdef NOT LIKE 'CREATE UNIQUE%'"
)
REFERENCES = (
    "SELECT 'ALTER TABLE incidents_logentry DROP CONSTRAINT ' || conname,"
    " 'ALTER TABLE incidents_logentry ADD CONSTRAINT '"
    " || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE conrelid = 'incidents_logentry'::regclass AND contype = 'f'"
)
SERIALS = (
    "INSERT INTO incidents_daycount (id, version, created_at, day, last)"
    " SELECT uuidv7(), 0, now(), opened_on, max(serial) FROM incidents_incident GROUP BY opened_on"
)
# Logs with many lines, for whoever asks how long those take; so that nobody counts thirty million lines again.
LONG = (
    "CREATE TABLE IF NOT EXISTS bench_long AS SELECT incident_id AS id, count(*) AS lines FROM incidents_logentry"
    " GROUP BY 1 HAVING count(*) >= 200; GRANT SELECT ON bench_long TO PUBLIC"
)
SIZES = {"slots": words.SLOTS, "phrases": words.PHRASES, "rare": words.RARE, "names": words.NAMES, "staff": words.STAFF}


@dataclass(frozen=True)
class Wanted:
    """How many logs over how many days up to now, of which so many, the newest, are open."""

    logs: int
    days: int
    still_open: int

    @property
    def facts(self) -> tuple[int, int, int]:
        return self.logs, self.days, self.still_open


def make(say: Say, address: str, wanted: Wanted) -> None:
    """All of it, unless it is there; how long that took and what it takes on the disk is said."""
    with psycopg.connect(address, autocommit=True) as owner:
        if made := _made(owner):
            owner.execute(LONG)
            if made[:3] == wanted.facts:
                say(f"{made[0]:,} logs as they were made in {made[3]:,} s: {size(owner) / 2**30:.2f} GB")
                return
            raise psycopg.DataError(f"There are {made[0]:,} logs of {made[1]:,} days; take the folder away first.")
        began, before = time.monotonic(), size(owner)
        _lists(owner, wanted)
        _months(owner, wanted)
        counted = _rows(say, address, owner, wanted)
        took = round(time.monotonic() - began)
        owner.execute(LONG)
        owner.execute("CREATE TABLE bench_made (logs int, days int, still_open int, seconds int)")
        owner.execute("INSERT INTO bench_made VALUES (%s, %s, %s, %s)", [*wanted.facts, took])
        say(f"{counted} of {wanted.days:,} days: made in {took:,} s, {(size(owner) - before) / 2**30:.2f} GB")


def size(owner: psycopg.Connection[Any]) -> int:
    row = owner.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def _made(owner: psycopg.Connection[Any]) -> tuple[Any, ...] | None:
    there = owner.execute("SELECT to_regclass('bench_made') IS NOT NULL").fetchone()
    return owner.execute("SELECT * FROM bench_made").fetchone() if there and there[0] else None


def _lists(owner: psycopg.Connection[Any], wanted: Wanted) -> None:
    """What rows are drawn from; one day more than asked for, since the first and the last are not whole."""
    first = datetime.now(UTC).date() - timedelta(days=wanted.days)
    counts = words.days(wanted.logs * (wanted.days + 1) // wanted.days, wanted.days + 1)
    days = [(first + timedelta(days=number), count) for number, count in enumerate(counts)]
    for name, columns, rows in (
        *((name, columns, rows()) for name, (columns, rows) in LISTS.items()),
        ("bench_day", "day date PRIMARY KEY, logs int", days),
    ):
        _list(owner, name, columns, rows)


def _list(owner: psycopg.Connection[Any], name: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    owner.execute(f"DROP TABLE IF EXISTS {name}")
    owner.execute(f"CREATE TABLE {name} ({columns})")
    with owner.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    owner.execute(f"ANALYZE {name}")


def _months(owner: psycopg.Connection[Any], wanted: Wanted) -> None:
    """The partitions that so many months at work would have left, of every sealed table."""
    from lineside.kernel.guards import sealed_models  # noqa: PLC0415 - Django is ready only now

    first = datetime.now(UTC) - timedelta(days=wanted.days + 1)
    for months in range(0, wanted.days // 30 + 4, 4):  # four are made at each call
        for model in sealed_models():
            owner.execute(
                "SELECT lineside_make_partitions(%s::regclass, %s + %s * interval '1 month')",
                [model._meta.db_table, first, months],
            )


def _rows(say: Say, address: str, owner: psycopg.Connection[Any], wanted: Wanted) -> str:
    """Logs, then their lines; indexes that rows are not found by meanwhile are made when the rows are there."""
    make_logs, make_lines = SQL.read_text().split("-- Their lines\n")
    months = _months_of(owner)
    now = datetime.now(UTC)
    facts = {**SIZES, "now": now, "from": now - timedelta(days=wanted.days), "hours": words.day_shape(),
             "prefix": settings.FORCE_PREFIX, "open": wanted.still_open, "open_from": months[-1][0]}  # fmt: skip
    with _later(owner, INDEXES):
        logs = _each_month(say, address, make_logs, facts, months)
    owner.execute("VACUUM ANALYZE incidents_incident")
    with _later(owner, REFERENCES):
        lines = _each_month(say, address, make_lines, facts, months)
    with _as_command(owner):
        owner.execute(SERIALS)
    owner.execute("VACUUM ANALYZE incidents_logentry")
    return f"{logs:,} logs and {lines:,} lines"


def _each_month(say: Say, address: str, made: str, facts: dict[str, Any], months: list[tuple[date, date]]) -> int:
    """The rows of one month after the other, over a few connections; each month in a transaction of its own."""

    def rows_of(share: list[tuple[date, date]]) -> int:
        count = 0
        with psycopg.connect(address, autocommit=True, options="-c timezone=UTC -c work_mem=128MB") as owner:
            for since, until in share:
                with _as_command(owner):
                    count += owner.execute(made, {**facts, "since": since, "until": until}).rowcount
        return count

    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        count = sum(pool.map(rows_of, [months[number::AT_ONCE] for number in range(AT_ONCE)]))
    say(f"  {count:,} rows in {time.monotonic() - began:.0f} s")
    return count


def _months_of(owner: psycopg.Connection[Any]) -> list[tuple[date, date]]:
    found = owner.execute(
        "SELECT month::date, (month + interval '1 month')::date FROM (SELECT DISTINCT date_trunc('month', day) AS month"
        " FROM bench_day) known ORDER BY 1"
    )
    return [(since, until) for since, until in found]


@contextmanager
def _later(owner: psycopg.Connection[Any], which: str) -> Iterator[None]:
    """What is dropped while rows are made and is there again afterwards: its statements, dropping and making."""
    known = owner.execute(which).fetchall()
    for drop, _ in known:
        owner.execute(drop)
    yield
    for _, again in known:
        owner.execute(again)


@contextmanager
def _as_command(owner: psycopg.Connection[Any]) -> Iterator[None]:
    with owner.transaction():
        owner.execute("SELECT set_config('lineside.command', 'bench', true)")
        yield


def main(logs: str, days: str, still_open: str) -> None:
    """In a process of its own, on the database that its environment names."""
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports the bench

    setup(owner=True)
    make(print, os.environ["DATABASE_OWNER_URL"], Wanted(int(logs), int(days), int(still_open)))


if __name__ == "__main__":
    main(*sys.argv[1:])
