import pytest

from lineside.access import queries
from lineside.access.testing import make_account


@pytest.fixture
def sign_in(client, db, monkeypatch):
    """Sign somebody in with exactly these permissions, whatever the roles' file gives."""

    def as_one_who_may(*permissions, username="alex", areas=()):
        monkeypatch.setattr(
            queries, "permissions_of_roles", lambda _roles: frozenset({"access.sign_in", *map(str, permissions)})
        )
        account = make_account(username=username, areas=areas)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return account

    return as_one_who_may
