"""API clients, and what an administrator sets about sign-in."""

import secrets
from typing import Any, NoReturn
from uuid import UUID

from lineside.access import client_uses, rules
from lineside.access.models import ApiClient
from lineside.access.permissions import CanAccess
from lineside.access.queries import known_permissions
from lineside.kernel import policy
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import Policy, locked


@command(needs=CanAccess.MANAGE)
def enrol_client(*, actor: Actor, name: str, scopes: tuple[str, ...], renews: bool = True) -> ApiClient:  # noqa: ARG001
    """A client's new key, shown once and kept as a hash; its old key ends. `renews` allows a name that is there."""
    if not name.strip():
        raise RuleBroken("Name the system that will use the key.", "name")
    rules.check_scopes(scopes, known_permissions())
    client = ApiClient.objects.select_for_update().filter(name=name.strip()[:120]).first()
    if client and not renews:
        raise RuleBroken("A client of that name is there; choose another name, or give that one a new key.", "name")
    client = client or ApiClient(name=name.strip()[:120])
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    client.prefix, client.key_sha256 = prefix, rules.sha256(secret)
    client.scopes, client.revoked_at = sorted(set(scopes)), None
    client.save()
    client_uses.forget_all()
    client.shown_key = f"{rules.KEY_MARK}_{prefix}_{secret}"
    return client


@command(needs=CanAccess.MANAGE)
def revoke_client(*, actor: Actor, client_id: UUID) -> ApiClient:  # noqa: ARG001
    """The key changes nothing from here on, and reads nothing after the second for which a process remembers it."""
    client = locked(ApiClient, client_id)
    if client.revoked_at is None:
        client.revoked_at = now()
        client.save(update_fields=["revoked_at"])
        client_uses.forget_all()
    return client


@command(needs=CanAccess.SIGN_IN)
def refuse_client(*, actor: Actor, client_id: UUID, why: str, address: str) -> NoReturn:  # noqa: ARG001
    """Put on record that a key was refused."""
    raise NotPermitted(why)


@command(needs=policy.CAN_SET_POLICY)
def set_sign_in_policy(*, actor: Actor, name: str, value: Any, why: str) -> Policy:  # noqa: ANN401 - checked by the rule
    """Set what holds for sittings that begin from now on."""
    number = rules.check_policy(name, value)
    if not why.strip():
        raise RuleBroken("Say why it is changed.", "why")
    return policy.set_policy(actor=actor, name=name, value=number, why=why.strip())
