"""Makers for tests: accounts with and without a second step, their codes, clients."""

import time
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection, transaction

from lineside.access import commands, queries
from lineside.access.models import Account
from lineside.access.permissions import CanAccess
from lineside.kernel.actors import Actor, system_actor

ADMINISTRATOR = system_actor("test administrator", CanAccess.MANAGE, CanAccess.SIGN_IN, "kernel.set_policy")
PASSWORD = "four words that say nothing"  # noqa: S105 - for tests
PERIOD = 30


def make_account(role: str = "contact_handler", username: str = "", areas: tuple[str, ...] = ()) -> Account:
    name = username or role
    return commands.open_account(
        actor=ADMINISTRATOR, username=name, display_name=name.replace("_", " ").title(), role=role, areas=areas
    )


def open_account_of(who: Actor) -> None:
    """An account with the key and the name that a test's actor has, as no command opens one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        Account.objects.bulk_create(
            [Account(id=who.id, username=str(who.id), display_name=who.name)], ignore_conflicts=True
        )


def make_link(account: Account) -> str:
    """The token of a one-use link by which the account's owner sets a password."""
    return commands.make_enrol_link(actor=ADMINISTRATOR, account_id=account.id).shown_token


def with_password(account: Account, password: str = PASSWORD) -> Account:
    """The account as its owner left it after setting a password by a one-use link."""
    token = make_link(account)
    return commands.use_enrol_link(actor=commands.FRONT_DOOR, token=token, password=password)


def with_second_step(account: Account) -> str:
    """The secret of an authenticator that is set up for the account; its password is PASSWORD."""
    secret: str = generate_totp_secret()
    actor = queries.actor_of(with_password(account))
    commands.enrol_second_step(actor=actor, account_id=account.id, secret=secret, used_counter=0)
    return secret


def code_of(secret: str, steps: int = 0, at: float | None = None) -> str:
    """What the authenticator shows now, or so many steps of its clock from now."""
    shown: str = format_hotp_value(hotp_value(secret, int(at or time.time()) // PERIOD + steps))
    return shown


def make_client_key(*scopes: str, name: str = "a client") -> str:
    return commands.enrol_client(actor=ADMINISTRATOR, name=name, scopes=scopes).shown_key


def client_id_of(name: str) -> UUID:
    return next(client.id for client in queries.clients() if client.name == name)
