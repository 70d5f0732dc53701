"""Bringing a database to this version while people may be at work on it: no wait of ours holds up theirs for long."""

import time

from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected, LockNotAvailable

from lineside.kernel.actors import system_actor
from lineside.kernel.errors import RuleBroken

# Whoever writes waits behind a migration that waits for a table, so that wait is short and is tried again.
# An index over years of rows takes its time, and so does what a busy machine works out between two statements.
PATIENCE = "SET lock_timeout = '2s'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = '60s'"
TRIES = 20
PAUSE = 1.0  # seconds in which those who waited go first


def migrate(tries: int = TRIES) -> None:
    """Each migration is done whole or not at all; one that meets a table in use is begun again."""
    for number in range(1, tries + 1):
        try:
            with connection.cursor() as cursor:
                cursor.execute(PATIENCE)
            call_command("migrate", verbosity=0)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise
            if number == tries:
                raise RuleBroken(
                    "A table is in use and could not be changed; nothing was left half done."
                    " See who holds it in pg_stat_activity, and start again when it is quieter."
                ) from error
            time.sleep(PAUSE)
        else:
            connection.close()  # those settings were for this alone
            _key_people()
            return


def _key_people() -> None:
    """Persons recorded before there was what they are found by get it, in transactions that are short."""
    from lineside.pole.commands import key_people  # noqa: PLC0415 - its tables are there only now
    from lineside.pole.permissions import CanPole  # noqa: PLC0415
    from lineside.pole.queries import are_without_keys  # noqa: PLC0415

    # Asked first: a new database has nobody in it, and nothing that was done.
    while are_without_keys() and key_people(actor=system_actor("upgrade", CanPole.RECORD)):
        continue
