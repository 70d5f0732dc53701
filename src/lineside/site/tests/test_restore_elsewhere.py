"""A backup restored on another server: its transaction numbers mean nothing there, and nothing may depend on them."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from lineside.files.commands import store_file
from lineside.kernel.guards import sealed_models
from lineside.kernel.testing import an_actor
from lineside.site.backup import read_archive, write_archive
from lineside.site.tests.test_backup import a_force, empty_database, url_of  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
FAR_AHEAD = 10_000_000_000
LIVES_ON = """
import asyncio, json, time
from psycopg import AsyncConnection
from django.db import connection
from lineside.audit.queries import verify
from lineside.audit.sealing import seal_all
from lineside.contacts.testing import make_message
from lineside.files.commands import store_file
from lineside.kernel import live
from lineside.kernel.testing import an_actor
from lineside.site.exchange import address, since

async def look(before):
    async with await AsyncConnection.connect(address(), autocommit=True) as tail:
        snapshot = before or await live.snapshot_now(tail)
        return snapshot, (await live.look(tail, snapshot, since())).topics

def sealed():
    # A row is final when every older transaction has ended, those of other tests on this server too.
    for _ in range(300):
        if found := seal_all():
            return found
        time.sleep(0.1)
    return 0

connection.ensure_connection()
before, quiet = asyncio.run(look(""))
waiting = sealed()
actor = an_actor("files.store")
store_file(actor=actor, content=b"after the restore", name="b.txt", media_type="text/plain")
make_message()
_, heard = asyncio.run(look(before))
print(json.dumps({"quiet": quiet, "waiting": waiting, "heard": heard, "sealed": sealed(), "faults": list(verify())}))
"""


@pytest.fixture
def a_server_far_ahead(a_force):  # noqa: F811
    """The rows as a server would have left them that had carried out many more transactions than the next one."""
    store_file(actor=an_actor("files.store"), content=b"not sealed yet", name="c.txt", media_type="text/plain")
    with connection.cursor() as cursor:
        for model in sealed_models():
            table = model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET xid = (xid::text::bigint + {FAR_AHEAD})::text::xid8")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"UPDATE kernel_seal SET horizon = (horizon::text::bigint + {FAR_AHEAD})::text::xid8")
    return a_force


def test_a_restored_force_seals_and_hears_only_what_is_new(a_server_far_ahead, empty_database, tmp_path):  # noqa: F811
    source = url_of(connection.settings_dict["NAME"])
    write_archive(tmp_path / "a.tar", database_url=source, files=a_server_far_ahead)
    read_archive(tmp_path / "a.tar", database_url=empty_database, files=tmp_path / "back")
    done = subprocess.run(
        [sys.executable, "-m", "lineside.manage", "shell", "--no-imports", "-c", LIVES_ON],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "DATABASE_URL": address_of(empty_database), "DATABASE_OWNER_URL": address_of(empty_database),
             "LINESIDE_AS_OWNER": "1", "LINESIDE_VAR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lived = json.loads(done.stdout.splitlines()[-1])
    assert lived["quiet"] == []
    assert lived["waiting"] > 0  # what had not been sealed before the backup
    assert lived["heard"]
    assert lived["sealed"] > 0
    assert lived["faults"] == []


def address_of(conninfo: str) -> str:
    facts = psycopg.conninfo.conninfo_to_dict(conninfo)
    return f"postgresql://{facts['user']}:{facts['password']}@{facts['host']}:{facts['port']}/{facts['dbname']}"
