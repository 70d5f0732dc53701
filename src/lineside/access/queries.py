"""Who an account or a client is, as the actor that commands know."""

import hmac
from collections.abc import Iterable
from uuid import UUID

from lineside.access.models import Account, ApiClient, Sitting
from lineside.access.rules import permissions_of_roles, role_labels, sha256, split_key
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now


def actor_of(account: Account, workstation: str = "") -> Actor:
    return Actor(
        id=account.id,
        name=account.display_name,
        permissions=permissions_of_roles(account.roles),
        areas=frozenset(account.areas),
        workstation=workstation,
    )


def role_label(account: Account) -> str:
    return ", ".join(role_labels().get(role, role) for role in account.roles)


def client_actor(key: str) -> Actor | None:
    """The API client whose key this is, or None."""
    parts = split_key(key)
    if parts is None:
        return None
    client = ApiClient.objects.filter(prefix=parts[0], revoked_at=None).first()
    if client is None or not hmac.compare_digest(client.key_sha256, sha256(parts[1])):
        return None
    return Actor(id=client.id, name=client.name, kind="client", permissions=frozenset(client.scopes))


def actor_of_session(session_key: str) -> tuple[Actor, int] | None:
    """The actor of a live, unlocked sitting and the account's stamp; for the live stream."""
    sitting = Sitting.objects.filter(session_key=session_key, expire_date__gt=now(), is_locked=False).first()
    if sitting is None or sitting.account_id is None:
        return None
    account = Account.objects.filter(id=sitting.account_id, is_active=True).first()
    return (actor_of(account), account.stamp) if account else None


def stamps_of_sessions(keys: Iterable[str]) -> dict[str, int]:
    """Session key -> the account's stamp, for each of these sittings that is still good."""
    sittings = dict(
        Sitting.objects.filter(session_key__in=list(keys), expire_date__gt=now(), is_locked=False).values_list(
            "session_key", "account_id"
        )
    )
    accounts = Account.objects.filter(id__in=set(sittings.values()), is_active=True)
    stamps: dict[UUID, int] = dict(accounts.values_list("id", "stamp"))
    return {key: stamps[account] for key, account in sittings.items() if account in stamps}
