"""For tests: an actor with rights, a clock held still, the real data where it is present."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID

import pytest
from django.db import connection

from lineside.kernel.actors import Actor, permissions_of
from lineside.kernel.clock import held
from lineside.kernel.events import Event, event_name
from lineside.kernel.models import AuditLine, EventRecord

ALEX = UUID("01900000-0000-7000-8000-000000000001")


def an_actor(
    *permissions: str, name: str = "Alex Reed", key: UUID = ALEX, areas: frozenset[str] = frozenset()
) -> Actor:
    return Actor(id=key, name=name, permissions=permissions_of(permissions), areas=areas)


@contextmanager
def clock(at: datetime) -> Iterator[datetime]:
    token = held.set(at)
    try:
        yield at
    finally:
        held.reset(token)


def real_data(name: str) -> Path:
    """A file of the real data; a user's clone has none, so the test that asks for it is skipped there."""
    root = Path(os.environ.get("LINESIDE_DATA", Path(__file__).parents[4] / "shared" / "data"))
    path = root / name
    if not path.exists():
        pytest.skip(f"real data is absent: {name}")
    return path


@dataclass
class RoundTrips:
    """How often the database was spoken to and waited for."""

    count: int = 0


@contextmanager
def round_trips() -> Iterator[RoundTrips]:
    """Counted on the wire itself, once the block has ended."""
    connection.ensure_connection()
    wire, trips = connection.connection.pgconn, RoundTrips()
    with TemporaryFile() as file:
        wire.trace(file.fileno())
        try:
            yield trips
        finally:
            wire.untrace()
        file.seek(0)
        sent = [line.split(b"\t") for line in file if b"\tF\t" in line]
        trips.count = sum(words[3].strip() in {b"Sync", b"Query"} for words in sent)


def audit_lines(kind: str = "did") -> list[str]:
    return list(AuditLine.objects.filter(kind=kind).order_by("id").values_list("name", flat=True))


def events_of(kind: type[Event]) -> list[EventRecord]:
    return list(EventRecord.objects.filter(name=event_name(kind)).order_by("id"))
