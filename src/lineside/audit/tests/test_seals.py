"""The chain over sealed rows: a byte changed, a row taken away or put in is found and named."""

from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from lineside.audit.commands import CAN_DISPOSE, dispose_of_row
from lineside.audit.queries import verify_table
from lineside.audit.sealing import seal_all, seal_table
from lineside.kernel import guards
from lineside.kernel.models import AuditLine
from lineside.kernel.policy import CAN_SET_POLICY, set_policy
from lineside.kernel.testing import an_actor

ALEX = an_actor(CAN_SET_POLICY, CAN_DISPOSE)
TABLE = "kernel_auditline"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


def write(count):
    for number in range(count):
        set_policy(actor=ALEX, name=f"n{number}", value=number)


def by_force(statement, *values):
    """As the owner of the tables who has switched the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


def test_an_untouched_chain_verifies_and_grows():
    write(3)
    assert seal_table(TABLE) == 3
    write(2)
    assert seal_table(TABLE) == 2
    assert list(verify_table(TABLE)) == []


def test_rows_sealed_while_the_chain_is_read_are_no_fault():
    is_over = Event()

    def work_and_seal():
        while not is_over.wait(0.01):
            write(1)
            seal_table(TABLE)
        connection.close()

    worker = Thread(target=work_and_seal)
    worker.start()
    try:
        assert [fault for _ in range(12) for fault in verify_table(TABLE)] == []
    finally:
        is_over.set()
        worker.join(10)


@pytest.mark.parametrize("sealed", [True, False])
def test_one_byte_changed_by_the_owner_is_found(sealed):
    write(3)
    if sealed:
        seal_all()
    row = AuditLine.objects.order_by("id")[1]
    by_force(f"UPDATE {TABLE} SET actor_name = 'Alex Reef' WHERE id = %s", row.id)
    assert list(verify_table(TABLE)) == [f"{TABLE}: row {row.id} has been changed."]


def test_a_row_taken_away_is_named():
    write(3)
    seal_all()
    row = AuditLine.objects.order_by("id")[1]
    by_force(f"DELETE FROM {TABLE} WHERE id = %s", row.id)
    assert list(verify_table(TABLE)) == [f"{TABLE}: row {row.id} is missing."]


def test_a_row_put_in_before_the_last_seal_is_named():
    write(3)
    seal_all()
    by_force(
        f"INSERT INTO {TABLE} (id, at, xid, kind, name, actor_name, actor_kind, workstation, facts, why)"
        " VALUES ('01900000-0000-7000-8000-0000000000ff', now(), '5', 'did', 'x', 'x', 'person', '', '{}', '')"
    )
    assert "out of order" in next(iter(verify_table(TABLE)))


@pytest.mark.parametrize("statement", [f"UPDATE {TABLE} SET why = ''", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}"])
def test_the_owner_too_is_refused(statement):
    write(1)
    with pytest.raises(DatabaseError, match="are sealed"), transaction.atomic(), connection.cursor() as cursor:
        guards.install()  # tests go without the guard on TRUNCATE; this one puts it back for its own transaction
        cursor.execute("SELECT set_config('lineside.command', 'mischief', true)")
        cursor.execute(statement)


def test_lawful_disposal_leaves_a_tombstone_and_a_whole_chain():
    write(3)
    seal_all()
    row = AuditLine.objects.order_by("id")[1]
    tomb = dispose_of_row(actor=ALEX, table=TABLE, row_id=row.id, authority="Court order 12", reason="Erasure")
    assert not AuditLine.objects.filter(id=row.id).exists()
    assert bytes(tomb.row_digest) == bytes(row.digest or b"")
    assert list(verify_table(TABLE)) == []
