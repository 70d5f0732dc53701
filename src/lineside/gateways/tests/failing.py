"""A commit that fails for real, in PostgreSQL, after everything before it went well. Nothing of ours is replaced."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ENDED, REFUSED = "57P01", "22001"  # the server is told to stop; what came does not fit, which is a refusal of ours


@contextmanager
def failing_at_commit(state: str = ENDED, when: str = "true", table: str = "contacts_message") -> Iterator[None]:
    """While this lasts no row of the table with `when` true can be committed; for tests with transaction=True."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION 'The commit fails.' USING ERRCODE = '{state}'; END $$"
        )
        cursor.execute(
            f"CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION fail_at_commit()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER fail_at_commit ON {table}")
            cursor.execute("DROP FUNCTION fail_at_commit")
