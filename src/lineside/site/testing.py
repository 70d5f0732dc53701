"""A pytest plugin: one PostgreSQL for all tests, started before Django reads its settings and left running after."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import Client
from psycopg.sql import SQL, Identifier, Literal

from lineside.site.postgres import OWNER, Cluster

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "var" / "test-postgres"
KEPT = {"auth_permission", "django_content_type"}  # as migrations leave them
# As an upgrade does, which bears with a busy machine: a transaction may lie idle there longer than a command's may.
PATIENTLY = "import lineside.site.cli as cli; cli.setup(owner=True); import lineside.site.upgrading as up; up.migrate()"
MIGRATED, TEMPLATE = "migrated_", "LINESIDE_TEST_TEMPLATE"


@contextmanager
def one_at_a_time() -> Generator[None, None, None]:
    """Workers of one run, and runs side by side, start the server and migrate once."""
    FOLDER.parent.mkdir(exist_ok=True)
    with (FOLDER.parent / "test-postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_database() -> None:
    if os.environ.get("DATABASE_OWNER_URL"):
        return
    with one_at_a_time():
        addresses = Cluster(FOLDER, fast=True).start()
        with psycopg.connect(addresses.super_url, autocommit=True) as connection:
            connection.execute(SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(Identifier(OWNER)))
    os.environ["DATABASE_OWNER_URL"] = addresses.owner_url
    os.environ["DATABASE_URL"] = addresses.app_url


start_database()
# Most tests are about something else than sign-offs; those about them turn the law on with the fixture `sign_offs`.
os.environ.setdefault("LINESIDE_SIGN_OFFS_ENFORCED", "no")


def pytest_configure() -> None:
    """Migrate once for all workers and for every run until a migration changes; each test database is a copy of it."""
    if TEMPLATE in os.environ:  # a worker, whose run has done so
        return
    name = f"{MIGRATED}{digest_of_migrations()}"
    with one_at_a_time(), psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        found = owner.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [MIGRATED]).fetchall()
        if (name,) not in found:
            for (old,) in found:
                drop_database(owner, old)
            migrate(owner, f"{MIGRATED}begun")
            owner.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(f"{MIGRATED}begun"), Identifier(name))
            )
    os.environ[TEMPLATE] = name


def digest_of_migrations() -> str:
    """Of everything that decides what the migrations make."""
    source = ROOT / "src" / "lineside"
    files = sorted([*source.rglob("migrations/*.py"), *source.rglob("*.sql"), *source.rglob("apps.py")])
    texts = [path.read_bytes() for path in files]
    versions = [version(each).encode() for each in ("django", "django-allauth", "procrastinate")]
    return hashlib.sha256(b"\0".join(texts + versions)).hexdigest()[:16]


def migrate(owner: psycopg.Connection, name: str) -> None:
    owner.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    address = urlsplit(os.environ["DATABASE_OWNER_URL"])._replace(path=f"/{name}").geturl()
    command = [sys.executable, "-c", PATIENTLY]
    subprocess.run(command, env={**os.environ, "DATABASE_OWNER_URL": address}, check=True)  # noqa: S603 - our own program


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Read every room before the first test's transaction begins, which may not lie idle so long; migrations may."""
    if fixturedef.argname != "django_db_setup":
        return (yield)
    from django.db import connection  # noqa: PLC0415 - Django is ready only now
    from django.test import TransactionTestCase  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415

    assert get_resolver().url_patterns
    turn_rows_without_order()
    case: Any = TransactionTestCase  # whose way to empty tables is not typed
    django_empties = case._fixture_teardown  # noqa: SLF001
    case._fixture_teardown = lambda self: empty_tables() or django_empties(self)  # noqa: SLF001
    options = connection.settings_dict["OPTIONS"]
    usual = options["options"]
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ[TEMPLATE]
    options["options"] = f"{usual} -c idle_in_transaction_session_timeout=300000"  # the last one counts
    try:
        return (yield)
    finally:
        options["options"] = usual
        connection.close()


def turn_rows_without_order() -> None:
    """Rows that a query asks for without an order come back turned round: nobody may rely on the table's own order.

    That order changes with what a table held before, so who relies on it fails one run in a hundred.
    """
    from django.db.models import QuerySet  # noqa: PLC0415 - Django is ready only now

    usual: Any = QuerySet
    fetch_all = usual._fetch_all  # noqa: SLF001

    def fetch_all_turned(rows: Any) -> None:  # noqa: ANN401
        is_new = rows._result_cache is None  # noqa: SLF001
        fetch_all(rows)
        if is_new and not rows.ordered:
            rows._result_cache.reverse()  # noqa: SLF001

    usual._fetch_all = fetch_all_turned  # noqa: SLF001


def empty_tables() -> bool:
    """What a test has committed is gone; no where this database's owner may not pass by its triggers.

    Django's own way makes the files of each table and index anew and runs all that follows a migration once more, which
    is most of such a test's time.
    """
    from django.db import connection, transaction  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        if not cursor.fetchone()[0]:
            return False
        tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
        each = SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        cursor.execute(
            SQL(" UNION ALL ").join([each.format(Literal(name), Identifier(name)) for name in sorted(tables)])
        )
        filled = [name for (name,) in cursor.fetchall()]
        with transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    return True


@pytest.fixture
def sign_in(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:  # noqa: ARG001
    """Sign somebody in with exactly these permissions, whatever the roles' file gives."""
    from lineside.access.queries import actors  # noqa: PLC0415 - Django is ready only now
    from lineside.access.testing import make_account  # noqa: PLC0415

    def as_one_who_may(*permissions: str, username: str = "alex", areas: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
        held = frozenset({"access.sign_in", *map(str, permissions)})
        monkeypatch.setattr(actors, "permissions_of_roles", lambda _roles: held)
        account = make_account(username=username, areas=areas)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        session: Any = client.session
        session.prove()
        session.save()
        return account

    return as_one_who_may


@pytest.fixture
def sign_offs(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    """As in a deployment: nobody takes a contact without the sign-offs that its queue needs."""
    settings.SIGN_OFFS_ENFORCED = True


def drop_database(owner: psycopg.Connection, name: str) -> None:
    """WITH (FORCE) may not end the server's own vacuum of it, which DROP alone sends away by itself."""
    owner.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
        [name],
    )
    owner.execute(SQL("DROP DATABASE {}").format(Identifier(name)))
