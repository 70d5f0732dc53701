"""For the bench: a third of ten years' logs become crimes, inside PostgreSQL and once."""

import os
import sys
import time
from typing import Any

import psycopg

from lineside.site.bench_years_made import SQL, _as_command, _each_month, _later, _list, _months_of

CRIMES = SQL.with_name("bench_compliance.sql")
INDEXES = (
    "SELECT 'DROP INDEX ' || indexname, indexdef FROM pg_indexes WHERE tablename = 'crimes_crime'"
    " AND indexdef NOT LIKE 'CREATE UNIQUE%'"
)
TABLES = ("crimes_crime", "crimes_classification", "crimes_crimeoutcome", "crimes_cancellation")
OF_CLASSES = ("105A", "8N", "39", "49", "34B", "9A", "58D", "20A", "92E")


def make(address: str) -> str:
    """How many there are, and how long they took."""
    with psycopg.connect(address, autocommit=True) as owner:
        if found := _made(owner):
            return f"{found:,} crimes as they were made"
        began = time.monotonic()
        owner.execute("CREATE SEQUENCE IF NOT EXISTS bench_crime CACHE 1000")
        columns = ("offence_code", "class", "class_title", "title", "statute", "max_sentence", "victim_or_state")
        _list(
            owner, "bench_offence", f"n int PRIMARY KEY, {', '.join(f'{name} text' for name in columns)}", _offences()
        )
        with _later(owner, INDEXES):
            count = _each_month(print, address, CRIMES.read_text(), {}, _months_of(owner))
        for table in TABLES:
            owner.execute(f"VACUUM ANALYZE {table}")
        with _as_command(owner):
            owner.execute("CREATE TABLE bench_crimes_made AS SELECT count(*) AS crimes FROM crimes_crime")
        return f"{_made(owner):,} crimes ({count:,} cancelled) made in {time.monotonic() - began:.0f} s"


def _made(owner: psycopg.Connection[Any]) -> int:
    there = owner.execute("SELECT to_regclass('bench_crimes_made') IS NOT NULL").fetchone()
    row = owner.execute("SELECT crimes FROM bench_crimes_made").fetchone() if there and there[0] else None
    return int(row[0]) if row else 0


def _offences() -> list[tuple[Any, ...]]:
    """One offence of each class, as the list has it."""
    from lineside.crimes.queries import search_offences  # noqa: PLC0415 - Django is ready only now

    found = [next(each for each in search_offences(name) if each.offence_class == name) for name in OF_CLASSES]
    return [
        (n, each.code, each.offence_class, each.class_title, each.title, each.statute, each.max_sentence,
         each.victim_or_state)
        for n, each in enumerate(found)
    ]  # fmt: skip


def main() -> None:
    """In a process of its own, on the database that its environment names."""
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports the bench

    setup(owner=True)
    sys.stdout.write(f"{make(os.environ['DATABASE_OWNER_URL'])}\n")


if __name__ == "__main__":
    main()
