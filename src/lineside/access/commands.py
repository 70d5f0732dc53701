"""Accounts, roles, clients and sittings: every change to them."""

import secrets
from uuid import UUID

from lineside.access.events import RoleGranted, SittingEnded
from lineside.access.models import Account, ApiClient, SignInLink, Sitting
from lineside.access.permissions import CanAccess
from lineside.access.rules import KEY_MARK, roles, sha256
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce


@command(needs=CanAccess.MANAGE)
def open_account(*, actor: Actor, username: str, display_name: str, role: str, areas: tuple[str, ...] = ()) -> Account:  # noqa: ARG001
    """An account without a password; `set_first_password` or the demonstration gives it one."""
    if role not in roles():
        raise RuleBroken("There is no such role.", "role")
    if Account.objects.filter(username=username).exists():
        raise RuleBroken("That user name is taken.", "username")
    account = Account(username=username, display_name=display_name, roles=[role], areas=list(areas))
    account.set_unusable_password()
    account.save()
    return account


@command(needs=CanAccess.MANAGE)
def grant_roles(*, actor: Actor, account_id: UUID, names: list[str]) -> Account:  # noqa: ARG001
    """Replace the account's roles; its open streams end and are opened anew with the new rights."""
    if unknown := [name for name in names if name not in roles()]:
        raise RuleBroken(f"There is no role {unknown[0]}.", "roles")
    account = _account(account_id)
    account.roles, account.stamp = names, account.stamp + 1
    account.save(update_fields=["roles", "stamp"])
    announce(RoleGranted(account_id=account.id))
    return account


@command(needs=CanAccess.SIGN_IN)
def sign_out_everywhere(*, actor: Actor) -> int:
    """End every sitting of the one who asks; how many."""
    ended, _ = Sitting.objects.filter(account_id=actor.id).delete()
    if actor.id:
        announce(SittingEnded(account_id=actor.id, why="signed out everywhere"))
    return ended


@command(needs=CanAccess.MANAGE)
def enrol_client(*, actor: Actor, name: str, scopes: tuple[str, ...]) -> str:  # noqa: ARG001
    """A new API client; returns its key, which is shown once and kept only as a hash."""
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    ApiClient.objects.filter(name=name).delete()
    ApiClient(name=name, prefix=prefix, key_sha256=sha256(secret), scopes=sorted(scopes)).save()
    return f"{KEY_MARK}_{prefix}_{secret}"


@command(needs=CanAccess.MANAGE)
def revoke_client(*, actor: Actor, client_id: UUID) -> ApiClient:  # noqa: ARG001
    client = ApiClient.objects.filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    client.revoked_at = now()
    client.save()
    return client


@command(needs=CanAccess.MANAGE)
def make_sign_in_link(*, actor: Actor, account_id: UUID) -> str:  # noqa: ARG001
    """The token of a one-use link; only a demonstration's database is ever given one."""
    token = secrets.token_urlsafe(24)
    SignInLink(account=_account(account_id), token_sha256=sha256(token)).save()
    return token


@command(needs=CanAccess.SIGN_IN)
def use_sign_in_link(*, actor: Actor, token: str) -> Account:  # noqa: ARG001
    link = SignInLink.objects.select_for_update().filter(token_sha256=sha256(token), used_at=None).first()
    if link is None:
        raise NotFound("That link has been used or never was; ask for a new one.")
    link.used_at = now()
    link.save()
    return link.account


FRONT_DOOR = system_actor("front door", CanAccess.SIGN_IN)


def _account(account_id: UUID) -> Account:
    account = Account.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise NotFound("There is no such account.")
    return account
