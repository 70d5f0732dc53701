"""A pytest plugin: one PostgreSQL for all tests, started before Django reads its settings and left running after."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lineside.site.postgres import Cluster

ROOT = Path(__file__).parents[3]


def start_database() -> None:
    if os.environ.get("DATABASE_OWNER_URL"):
        return
    folder = ROOT / "var" / "test-postgres"
    folder.parent.mkdir(exist_ok=True)
    # Workers of one run, and runs side by side, start it once.
    with (folder.parent / "test-postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        addresses = Cluster(folder, fast=True).start()
    os.environ["DATABASE_OWNER_URL"] = addresses.owner_url
    os.environ["DATABASE_URL"] = addresses.app_url


start_database()


def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> None:
    """Read every room before the first test's transaction begins, which may not lie idle for so long."""
    if fixturedef.argname == "django_db_setup":
        from django.urls import get_resolver  # noqa: PLC0415 - Django is ready only now

        assert get_resolver().url_patterns


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
