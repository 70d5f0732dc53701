"""A force's older database is brought to this version while it is at work: no row is lost, nobody waits for long."""

import os
import secrets
import subprocess
import sys
import threading
import time
import uuid
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lineside.kernel.keys import uuid7
from lineside.site.testing import drop_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180), pytest.mark.alone]
# The first state of each room that has had a later one.
OLDER = {"kernel": "0001", "access": "0001", "contacts": "0001", "incidents": "0001", "pole": "0001",
         "crimes": "0001", "triage": "0001"}  # fmt: skip
FILLING = {
    "uuid": uuid7,
    "text": lambda: "words",
    "character varying": lambda: uuid7().hex,
    "boolean": lambda: False,
    "jsonb": lambda: "{}",
    "timestamp with time zone": lambda: "2026-11-01T12:00:00Z",
    "date": lambda: "2026-11-01",
    "smallint": lambda: secrets.randbelow(30_000),
    "integer": lambda: secrets.randbelow(2_000_000_000),
    "bytea": lambda: b"\x00",
}
OF_NO_MATTER = {"id", "version"}
ROOMS = "^(contacts|incidents|crimes|pole|kernel|triage)_"
AT_WORK = "SELECT set_config('lineside.command', 'test', false), set_config('lock_timeout', '20s', false)"


class Old:
    """A database as an earlier version left it, with rows in it."""

    def __init__(self, name):
        url = make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=name)
        self.url, parts = url, conninfo_to_dict(url)
        address = f"postgresql://{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}/{name}"
        own = {"DATABASE_URL": address, "DATABASE_OWNER_URL": address, "LINESIDE_AS_OWNER": "1",
               "DJANGO_SETTINGS_MODULE": "lineside.site.settings"}  # fmt: skip
        self.environment = os.environ | own

    def lineside(self, *words, module="lineside.site.cli"):
        done = subprocess.run([sys.executable, "-m", module, *words], env=self.environment, check=False,
                              capture_output=True, text=True, timeout=120)  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def python(self, program):
        begin = "import django; django.setup(); from django.core.management import call_command;"
        done = subprocess.run([sys.executable, "-c", begin + program], env=self.environment, check=False,
                              capture_output=True, text=True, timeout=120)  # fmt: skip
        return done.stderr

    def connected(self):
        connection = psycopg.connect(self.url, autocommit=True)
        connection.execute(AT_WORK)
        return connection

    def rows(self, shape=None):
        """Table -> key -> what the columns of that shape hold."""
        with self.connected() as connection:
            return {
                table: {
                    str(key): kept
                    for key, *kept in connection.execute(
                        sql.SQL("SELECT {} FROM {}").format(
                            sql.SQL(",").join(map(sql.Identifier, ["id", *names])), sql.Identifier(table)
                        )
                    )
                }
                for table, names in (shape or self.shape()).items()
            }

    def shape(self):
        """The columns of each table but those that change with every write."""
        found: dict[str, list[str]] = {}
        with self.connected() as connection:
            for table, column in connection.execute(
                "SELECT c.table_name, c.column_name FROM information_schema.columns c"
                " JOIN pg_class k ON k.relname = c.table_name AND NOT k.relispartition"
                " WHERE table_schema = 'public' AND c.table_name ~ %s ORDER BY 1, 2",
                [ROOMS],
            ):
                found.setdefault(table, []).append(column)
        return {
            table: [name for name in names if name not in OF_NO_MATTER]
            for table, names in found.items()
            if "id" in names
        }


def insert(connection, table, **given):
    """A row of whatever shape the table has now; what is not given is filled in by its type."""
    facts = {}
    for name, kind, longest, optional in connection.execute(
        "SELECT column_name, data_type, character_maximum_length,"
        " is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES'"
        " FROM information_schema.columns WHERE table_name = %s",
        [table],
    ).fetchall():
        if name in given or not optional:
            filled: Any = given.get(name) or FILLING[kind]()
            facts[name] = filled[-longest:] if longest else filled
    names = sql.SQL(",").join(map(sql.Identifier, facts))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})")
    marks = sql.SQL(",").join(sql.Placeholder() * len(facts))
    connection.execute(statement.format(sql.Identifier(table), names, marks), list(facts.values()))
    return facts["id"]


@pytest.fixture
def old():
    name = f"older_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
        one = Old(name)
        one.python(f"[call_command('migrate', room, at, verbosity=0) for room, at in {OLDER}.items()]")
        with one.connected() as connection:
            for _ in range(200):
                insert(connection, "contacts_message", contact_id=insert(connection, "contacts_contact"))
                insert(connection, "incidents_logentry", incident_id=insert(connection, "incidents_incident"))
                insert(connection, "kernel_auditline")
                insert(connection, "pole_person", name="Robin Vale")
        yield one
        drop_database(owner, name)


class AtWork(threading.Thread):
    """A desk that goes on writing; the longest that it waited, and what it wrote."""

    def __init__(self, old):
        super().__init__(daemon=True)
        self.old, self.over, self.longest, self.wrote = old, threading.Event(), 0.0, []
        self.contact = next(iter(old.rows()["contacts_contact"]))

    def run(self):
        with self.old.connected() as connection:
            while not self.over.wait(0.02):
                began = time.monotonic()
                self.wrote.append(str(insert(connection, "kernel_auditline")))
                connection.execute("UPDATE contacts_contact SET version = version + 1 WHERE id = %s", [self.contact])
                self.longest = max(self.longest, time.monotonic() - began)


def test_an_older_database_comes_forward_with_every_row_while_desks_go_on_writing(old):
    shape = old.shape()
    before = old.rows(shape)
    desk = AtWork(old)
    desk.start()
    with psycopg.connect(old.url) as report:  # which holds the contacts for longer than one try
        report.execute("SELECT count(*) FROM contacts_contact")
        threading.Timer(6, report.rollback).start()
        status, said = old.lineside("migrate")
    desk.over.set()
    desk.join()
    assert status == 0, said
    after = old.rows(shape)
    assert set(desk.wrote) <= set(after["kernel_auditline"])
    assert len(desk.wrote) > 50
    assert sum(map(len, before.values())) >= 1000
    assert {table: {key: after[table].get(key) for key in rows} for table, rows in before.items()} == before
    people = old.rows({"pole_person": ["keys"]})["pole_person"].values()
    assert len(people) > 0
    assert all(keys for (keys,) in people)
    assert desk.longest < 3.5  # the two seconds of one try, and the work itself
    status, said = old.lineside("verify")
    assert status == 0, said
    assert old.lineside("migrate", "--check", module="lineside.manage")[0] == 0


def test_a_table_that_stays_in_use_ends_the_upgrade_with_a_sentence_and_nothing_half_done(old):
    with psycopg.connect(old.url) as reader:
        reader.execute("SELECT count(*) FROM contacts_contact")
        said = old.python("from lineside.site.upgrading import migrate; migrate(tries=2)")
    assert "A table is in use" in said.splitlines()[-1]
    assert old.lineside("migrate")[0] == 0
