"""What the worker does for the trail by the clock, and who hears when it cannot."""

import os
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from lineside.audit import queries, reactions
from lineside.audit.sealing import seal_all
from lineside.heartbeats.commands import Pulse
from lineside.heartbeats.queries import heartbeat
from lineside.kernel import guards
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.policy import CAN_SET_POLICY, set_policy
from lineside.kernel.testing import an_actor, clock

ALEX = an_actor(CAN_SET_POLICY)
TABLE = "kernel_auditline"
NEXT_YEAR = datetime(2027, 12, 5, tzinfo=UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture(autouse=True)
def unheard(monkeypatch):
    monkeypatch.setattr(reactions, "SEALS", Pulse("seals"))
    monkeypatch.setattr(reactions, "PARTITIONS", Pulse("partitions"))


@pytest.fixture
def unmade():
    """What a test makes is taken away, so that the next test finds what this one found."""
    before = partitions_of(TABLE)
    yield before
    with connection.cursor() as cursor:
        for model in guards.sealed_models():
            table = model._meta.db_table
            for month in partitions_of(table) - before:
                cursor.execute(f"DROP TABLE {table}_{month}")


def partitions_of(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [table])
        return {name.removeprefix(f"{table}_") for (name,) in cursor.fetchall()}


@pytest.fixture
def process():
    """A connection as the processes have it: by a role that owns nothing."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with psycopg.connect(url, autocommit=True) as made:
        yield made


def test_the_months_ahead_are_made_by_a_role_that_can_make_no_table(unmade, process):
    ask = "SELECT lineside_make_partitions(%s::regclass, %s)"
    assert process.execute(ask, [TABLE, NEXT_YEAR]).fetchone() == (4,)
    assert process.execute(ask, [TABLE, NEXT_YEAR]).fetchone() == (0,)
    assert partitions_of(TABLE) - unmade == {"202712", "202801", "202802", "202803"}
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="holds no sealed rows"):
        process.execute(ask, ["kernel_policy", NEXT_YEAR])


def test_no_process_adds_a_row_past_the_triggers_of_its_table(unmade, process):
    guards.make_partitions()
    for month in sorted(partitions_of(TABLE)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            process.execute(f"INSERT INTO {TABLE}_{month} (id) VALUES (uuidv7())")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="Only a command"):
        process.execute(f"INSERT INTO {TABLE} (id) VALUES (uuidv7())")


def test_a_row_of_a_month_that_the_clock_made_is_guarded_like_any_other(unmade):
    with clock(NEXT_YEAR):
        guards.make_partitions()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        cursor.execute(
            "INSERT INTO kernel_auditline (id, at, kind, name, actor_name, actor_kind, workstation, facts, why)"
            " VALUES (lineside_first_key('2028-01-15'), now(), 'did', 'x', 'x', 'person', '', '{}', '')"
            " RETURNING tableoid::regclass::text, digest IS NOT NULL"
        )
        assert cursor.fetchone() == ("kernel_auditline_202801", True)
        with pytest.raises(DatabaseError, match="are sealed"), transaction.atomic():
            cursor.execute(f"DELETE FROM {TABLE}_202801")
        transaction.set_rollback(True)


def test_months_that_are_there_leave_nothing_to_do_and_a_beat_says_so():
    reactions.make_partitions_now()
    beat = heartbeat("partitions")
    assert beat is not None
    assert not beat.is_down


def test_a_month_that_cannot_be_made_is_told_to_the_supervisor_and_fails_its_job(unmade):
    with connection.cursor() as cursor:
        # A table of another kind stands in the way, as a restore by hand might leave it.
        cursor.execute(f"CREATE TABLE {TABLE}_202712 (x int)")
    try:
        with clock(NEXT_YEAR), pytest.raises(DatabaseError, match="already exists"):
            reactions.make_partitions_now()
        beat = heartbeat("partitions")
        assert beat is not None
        assert beat.why.startswith("could not be made: ")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {TABLE}_202712")


def test_rows_that_fell_into_no_month_are_told():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        cursor.execute(
            "INSERT INTO kernel_auditline (id, at, kind, name, actor_name, actor_kind, workstation, facts, why)"
            " VALUES (lineside_first_key('2019-01-15'), now(), 'did', 'x', 'x', 'person', '', '{}', '')"
        )
    reactions.make_partitions_now()
    beat = heartbeat("partitions")
    assert beat is not None
    assert "no month's partition of kernel_auditline" in beat.why


def test_a_month_whose_rows_came_too_early_keeps_nothing_from_starting_and_is_told(unmade):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        cursor.execute(
            "INSERT INTO kernel_auditline (id, at, kind, name, actor_name, actor_kind, workstation, facts, why)"
            " VALUES (lineside_first_key('2027-12-15'), now(), 'did', 'x', 'x', 'person', '', '{}', '')"
        )
    with clock(NEXT_YEAR):
        guards.install(refuse_truncate=False)  # as after each migration, without which nothing starts
        reactions.make_partitions_now()
    assert partitions_of(TABLE) - unmade == {"202801", "202802", "202803"}
    beat = heartbeat("partitions")
    assert beat is not None
    assert "no month's partition of kernel_auditline" in beat.why


@pytest.fixture
def open_transaction():
    """Somebody's transaction that has written and stays open."""
    begun, over = Event(), Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            begun.set()
            over.wait(30)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    begun.wait(30)
    yield
    over.set()
    thread.join()


def test_what_an_open_transaction_keeps_from_the_chain_is_said_with_who_holds_it(open_transaction):
    set_policy(actor=ALEX, name="n", value=1)
    assert seal_all() == 0
    found = queries.sealed()
    assert (found.rows, found.since) == (1, AuditLine.objects.get().at)
    assert "1 rows since" in found.sentence
    assert f"process {found.holder} of the database" in found.sentence
    assert list(queries.verify()) == []


def test_a_transaction_that_stays_open_is_shown_to_a_supervisor(open_transaction):
    set_policy(actor=ALEX, name="n", value=1)
    reactions.seal_now()
    beat = heartbeat("seals")
    assert beat is not None
    assert not beat.is_down
    with clock(now() + timedelta(seconds=60)):
        reactions.seal_now()
        beat = heartbeat("seals")
    assert beat is not None
    assert beat.is_down
    assert "are not sealed yet. They wait for a transaction" in beat.why


def test_once_it_ends_everything_is_sealed():
    set_policy(actor=ALEX, name="n", value=1)
    reactions.seal_now()
    assert queries.sealed().sentence == "Every row is sealed."
