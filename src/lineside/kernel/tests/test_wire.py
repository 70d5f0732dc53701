"""The two ends of a command on the wire: together, in order, and nothing left behind when one fails."""

from threading import Barrier, Thread

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction

from lineside.kernel.commands import command, once
from lineside.kernel.errors import Stale
from lineside.kernel.models import Answer, Policy, change, locked
from lineside.kernel.policy import CAN_SET_POLICY, set_policy
from lineside.kernel.testing import an_actor, audit_lines, round_trips
from lineside.kernel.wire import Asked, exchange

ALEX = an_actor(CAN_SET_POLICY)
pytestmark = pytest.mark.django_db(transaction=True)


def a_policy(**facts):
    return set_policy(actor=ALEX, name="lamp", value={"lit": [1, None]}, **facts)


@command(needs=CAN_SET_POLICY)
def relight(*, actor, key, value, seen_version=None, lost=False):
    """Read back what was changed, as a room above might; with `lost`, give it up half-way."""
    policy = locked(Policy, key, seen_version)
    before = transaction.savepoint()
    policy.value = value
    change(policy, "value")
    if lost:
        transaction.savepoint_rollback(before)
    return list(Policy.objects.filter(pk=key).values_list("value", "version"))


def test_the_answers_come_in_the_order_of_the_questions():
    asked: list[Asked] = [("SELECT $1::int + 1", [41]), ("SELECT 1 WHERE false", []), ("SELECT $1::text", ["£"])]
    assert exchange(asked) == exchange(asked) == [[(42,)], [], [("£",)]]


def test_many_statements_are_one_round_trip():
    asked = [("SELECT $1::int", [number]) for number in range(200)]
    with round_trips() as trips:
        exchange(asked)
    assert trips.count == 1


def test_what_follows_a_failure_is_not_carried_out_and_the_connection_goes_on():
    lays = "INSERT INTO kernel_answer (key, command, at) VALUES ($1, '', now())"
    with pytest.raises(IntegrityError):
        exchange([("BEGIN", ()), (lays, ["a"]), (lays, ["a"]), ("COMMIT", ())])
    connection.rollback()
    assert exchange([("SELECT count(*) FROM kernel_answer", ())]) == [[(0,)]]
    exchange([(lays, ["b"])])
    assert Answer.objects.get().key == "b"


def test_a_connection_that_is_lost_is_said_and_made_anew():
    mine = exchange([("SELECT pg_backend_pid()", ())])[0][0][0]
    with psycopg.connect(connection.connection.info.dsn, password=settings.DATABASES["default"]["PASSWORD"]) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [mine])
    with pytest.raises(OperationalError):
        exchange([("SELECT 1", ())])
    connection.close_if_unusable_or_obsolete()
    assert a_policy().pk


def test_what_is_read_locked_is_what_the_table_holds():
    kept = Policy.objects.get(pk=a_policy().pk)

    @command(needs=CAN_SET_POLICY)
    def look(*, actor):
        return locked(Policy, kept.pk)

    seen = look(actor=ALEX)
    assert {**vars(seen), "_state": None} == {**vars(kept), "_state": None}
    assert (seen._state.adding, seen._state.db) == (False, "default")


def test_a_change_is_there_for_the_statement_that_follows_it():
    assert relight(actor=ALEX, key=a_policy().pk, value="dim") == [("dim", 1)]


def test_a_change_that_is_rolled_back_to_a_savepoint_is_not_written():
    kept = a_policy()
    assert relight(actor=ALEX, key=kept.pk, value="dim", lost=True) == [({"lit": [1, None]}, 0)]
    assert Policy.objects.get().version == 0


def test_one_who_saw_an_older_version_is_told_and_changes_nothing():
    kept = a_policy()
    relight(actor=ALEX, key=kept.pk, value="dim", seen_version=0)
    with pytest.raises(Stale):
        relight(actor=ALEX, key=kept.pk, value="out", seen_version=0)
    assert Policy.objects.get().value == "dim"


@pytest.mark.parametrize("askers", [2, 8])
def test_a_key_that_comes_many_times_at_the_same_moment_is_one_deed(askers):
    answers, together = [], Barrier(askers)

    def ask():
        together.wait()
        answers.append(once("k", set_policy, actor=ALEX, name="lamp", value="lit").pk)
        connection.close()

    threads = [Thread(target=ask) for _ in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Policy.objects.get().pk] * askers
    assert audit_lines() == ["kernel.policy.set_policy"]
