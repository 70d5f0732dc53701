"""For the bench: who this is, asked of a million persons and ten million contacts."""

import gc
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg

from lineside.site.bench_node import Node, Say, spread

PERSONS, CONTACTS, ASKED, WARMING = 1_000_000, 10_000_000, 400, 20
CALLERS = 2_000_000  # of whom every second is in the register
SURNAMES = 6_000
WORDS = 60_000  # of names besides, [design] as many as a register of a million may hold
PARTS = ("history", "persons", "incidents near", "the looks written", "who is this")
WORDS_SOUGHT = ("contacts_said",)
BEGINS = "Al Ash Bar Ben Black Brad Bur Car Chad Cold Cor Dal Den East El Far Fen Gar Glen Green Had Har Hol Ick"
MIDDLES = ["", "a", "b", "d", "ing", "er", "en", "le", "ma", "s"]
ENDS = "bury by cliffe combe cott den dale field ford ham hurst ley low more ridge shaw sted stone ton vale wick worth"
MAKE_CONTACTS = """
INSERT INTO contacts_contact (id, version, created_at, reference, channel, box_or_line, state, risk, risk_why,
  sender_name, sender_address, subject, gist, handler_name, opened_at, heard_late, call_back, call_back_reason,
  disposition, disposition_reason, disposition_edition, delivery_failure, has_news, marks)
SELECT uuidv7(), 0, at, 'B-' || n, 'phone', '101', 'closed', 0, '',
  '', '+447' || lpad((n * 7919 % {callers})::text, 9, '0'),
  '', 'about a train', '', at, false, '', '', 'advice', '', '2026-04', '', false, '[]'
FROM (SELECT n, now() - n * interval '3 seconds' AS at FROM generate_series(1::bigint, {contacts}) n) made
"""


def who(say: Say, made: Node) -> None:
    """Sets made inside PostgreSQL, then what a desk asks when a contact comes: history, persons, incidents near."""
    with psycopg.connect(made.owner_address, autocommit=True) as owner:
        before = _size(owner)
        _timed(say, f"{PERSONS:,} persons and their numbers", lambda: _make_persons(owner))
        _timed(say, f"{CONTACTS:,} contacts", lambda: _make_contacts(owner))
        _timed(say, "VACUUM ANALYZE", lambda: _settle(owner))
        say(f"the sets take {(_size(owner) - before) / 2**30:.1f} GB")
        chosen = [row[0] for row in owner.execute(
            "SELECT id FROM contacts_contact TABLESAMPLE SYSTEM (0.05) ORDER BY random() LIMIT %s", [ASKED + WARMING]
        )]  # fmt: skip
    _ask(say, chosen)


def _timed(say: Say, what: str, make: Any) -> None:  # noqa: ANN401 - something to call
    began = time.monotonic()
    make()
    say(f"{what}: made in {time.monotonic() - began:.0f} s")


def _size(owner: psycopg.Connection[Any]) -> int:
    row = owner.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def made_names() -> tuple[list[str], list[str]]:
    from lineside.kernel.rule_tables import editions  # noqa: PLC0415
    from lineside.pole.queries import NICKNAMES  # noqa: PLC0415

    givens = [str(row["name"]).title() for row in editions(NICKNAMES)[-1].rows]
    surnames = [begin + middle + end for middle in MIDDLES for begin in BEGINS.split() for end in ENDS.split()]
    drawn = random.Random(1)  # noqa: S311 - the same set each time
    drawn.shuffle(givens)
    drawn.shuffle(surnames)
    return givens, surnames[:SURNAMES]


def _people() -> Iterator[tuple[str, date, list[str], str, str]]:
    """Names as unevenly shared as people share them: the most common surname by some four thousand."""
    from lineside.pole.queries import parts_of, person_keys  # noqa: PLC0415

    givens, surnames = made_names()
    drawn = random.Random(2)  # noqa: S311
    first = drawn.choices(givens, [1 / (rank + 20) for rank in range(len(givens))], k=PERSONS)
    last = drawn.choices(surnames, [1 / (rank + 20) for rank in range(len(surnames))], k=PERSONS)
    for given, surname in zip(first, last, strict=True):
        born_on = date(1940, 1, 1) + timedelta(days=drawn.randrange(25_000))
        name = f"{given} {surname}"
        parts = parts_of(name)
        yield name, born_on, person_keys(name, born_on), parts.given, parts.surname


def _make_persons(owner: psycopg.Connection[Any]) -> None:
    columns = "n bigserial, name text, born_on date, keys text[], given text, surname text"
    owner.execute(f"CREATE UNLOGGED TABLE bench_people ({columns})")
    with (
        owner.cursor() as cursor,
        cursor.copy("COPY bench_people (name, born_on, keys, given, surname) FROM STDIN") as copy,
    ):
        for row in _people():
            copy.write_row(row)
    owner.execute("ALTER TABLE bench_people ADD id uuid DEFAULT uuidv7()")
    with _without_indexes(owner, "pole_person", never=()), _as_command(owner):
        owner.execute(
            "INSERT INTO pole_person (id, version, created_at, kind, name, born_on, description, keys, given, surname)"
            " SELECT id, 0, now(), 'person', name, born_on, '', keys, given, surname FROM bench_people"
        )
    with _as_command(owner):
        owner.execute(
            "INSERT INTO pole_identifier (id, version, created_at, person_id, kind, value, as_given)"
            " SELECT uuidv7(), 0, now(), id, 'phone', '+447' || lpad((n * 2)::text, 9, '0'), '' FROM bench_people"
        )
        _know_words(owner)


def _know_words(owner: psycopg.Connection[Any]) -> None:
    """As the commands that write persons keep them, and so many more that a real register's number is searched."""
    from lineside.pole.queries import what_is_left  # noqa: PLC0415

    words = [row[0] for row in owner.execute("SELECT given FROM bench_people UNION SELECT surname FROM bench_people")]
    words += _unheard(set(words))
    with owner.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO pole_nameword (id, word, near) VALUES (uuidv7(), %s, %s)",
            [(word, what_is_left(word)) for word in words],
        )


def _unheard(known: set[str]) -> list[str]:
    """Words that nobody of the million bears: surnames are many more than the bench makes up."""
    letters, drawn, made = "aeioubcdfghklmnprstvw", random.Random(4), set[str]()  # noqa: S311
    while len(made) < WORDS:
        begin, *rest = drawn.choice(BEGINS.split()).lower(), drawn.choice(letters), drawn.choice(letters)
        made.add(begin + "".join(rest) + drawn.choice(ENDS.split()))
    return sorted(made - known)


def _make_contacts(owner: psycopg.Connection[Any]) -> None:
    with _without_indexes(owner, "contacts_contact", never=WORDS_SOUGHT), _as_command(owner):
        owner.execute(MAKE_CONTACTS.format(callers=CALLERS, contacts=CONTACTS))


@contextmanager
def _as_command(owner: psycopg.Connection[Any]) -> Iterator[None]:
    with owner.transaction():
        owner.execute("SELECT set_config('lineside.command', 'bench', true)")
        yield


@contextmanager
def _without_indexes(owner: psycopg.Connection[Any], table: str, *, never: tuple[str, ...]) -> Iterator[None]:
    """Indexes are made when the rows are there; the node that runs beside it needs all but these."""
    asked = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef NOT LIKE 'CREATE UNIQUE%%'"
    rows = owner.execute(asked, [table]).fetchall()
    for name, _ in rows:
        owner.execute(f'DROP INDEX "{name}"')
    yield
    for name, made in rows:
        if name not in never:
            owner.execute(made)


def _settle(owner: psycopg.Connection[Any]) -> None:
    for table in ("contacts_contact", "pole_person", "pole_identifier", "pole_nameword"):
        owner.execute(f"VACUUM ANALYZE {table}")


def _ask(say: Say, chosen: list[Any]) -> None:
    from lineside.contacts.permissions import CanContact  # noqa: PLC0415 - Django is ready only now
    from lineside.incidents.permissions import CanIncident  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.pole.permissions import CanPole  # noqa: PLC0415

    actor = system_actor("bench", CanContact.VIEW, CanPole.LOOK_UP, CanIncident.VIEW)
    givens, surnames = made_names()
    drawn = random.Random(3)  # noqa: S311
    times: dict[str, list[float]] = {what: [] for what in PARTS}
    found = 0
    gc.collect()
    gc.freeze()  # as the web process does once it is loaded
    for number, key in enumerate(chosen):
        parts, matches = _asked(actor, key, f"{drawn.choice(givens)} {drawn.choice(surnames)}")
        if number >= WARMING:
            found += matches > 0
            for kept, seconds in zip(times.values(), parts, strict=True):
                kept.append(seconds * 1000)
    for what, spent in times.items():
        say(f"{what}: {spread(spent)}")
    say(f"of {len(chosen) - WARMING} contacts {found} brought somebody of the register")


def _asked(actor: Any, key: Any, name: str) -> tuple[tuple[float, ...], int]:  # noqa: ANN401 - the room's own
    """Seconds of each part for one contact, and how many persons it brought."""
    from lineside.contacts import queries as contacts  # noqa: PLC0415 - Django is ready only now
    from lineside.incidents.queries import open_near  # noqa: PLC0415
    from lineside.kernel.audit import sightings_gathered  # noqa: PLC0415
    from lineside.pole.queries import likely_people  # noqa: PLC0415

    contact = contacts.contact(key)
    began = time.perf_counter()
    with sightings_gathered():  # as a page does: they are written before its answer leaves
        contacts.history(actor, contact)
        told = time.perf_counter()
        matches = likely_people(actor, name, {"phone": contact.sender_address}, f"contact {contact.reference}")
        known = time.perf_counter()
        open_near(actor, 53.795, -1.547)
        near = time.perf_counter()
    ended = time.perf_counter()
    return (told - began, known - told, near - known, ended - near, ended - began), len(matches)
