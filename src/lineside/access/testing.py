"""Makers for tests: accounts and clients."""

from lineside.access import commands
from lineside.access.models import Account
from lineside.access.permissions import CanAccess
from lineside.kernel.actors import system_actor

ADMINISTRATOR = system_actor("test administrator", CanAccess.MANAGE)


def make_account(role: str = "contact_handler", username: str = "", areas: tuple[str, ...] = ()) -> Account:
    name = username or role
    return commands.open_account(
        actor=ADMINISTRATOR, username=name, display_name=name.replace("_", " ").title(), role=role, areas=areas
    )


def make_client_key(*scopes: str, name: str = "a client") -> str:
    return commands.enrol_client(actor=ADMINISTRATOR, name=name, scopes=scopes)
