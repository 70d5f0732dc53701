"""Who an account or a client is, as the actor that commands know."""

import hmac
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from lineside.access.models import Account, ApiClient, Sitting
from lineside.access.rules import (
    permissions_of_roles,
    role_labels,
    role_start,
    sha256,
    split_key,
)
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


def actor_of_account(account_id: UUID) -> Actor | None:
    """Who it would be at a desk; nobody where the account may not sign in."""
    account = Account.objects.filter(id=account_id, is_active=True).first()
    return actor_of(account) if account else None


def labels_of_roles() -> dict[str, str]:
    """Role code -> its words, in the order of the table."""
    return role_labels()


def start_of(actor: Actor) -> str:
    """The path at which this person's role begins, or nothing."""
    account = Account.objects.filter(id=actor.id).first() if actor.id else None
    return role_start(account.roles) if account else ""


def account_named(name: str) -> Account | None:
    return Account.objects.filter(username=name).first()


def client_of(key: str) -> ApiClient | None:
    """The client that the key names, whether or not its secret is right."""
    parts = split_key(key)
    return ApiClient.objects.filter(prefix=parts[0]).first() if parts else None


def is_key_of(client: ApiClient, key: str) -> bool:
    parts = split_key(key)
    if parts is None or client.revoked_at is not None:
        return False
    return hmac.compare_digest(client.key_sha256, sha256(parts[1]))


def actor_of_client(client: ApiClient) -> Actor:
    return Actor(
        id=client.id, name=client.name, kind="client", permissions=frozenset(client.scopes), stamp=client.version
    )


def actor_of_session(session_key: str) -> tuple[Actor, int] | None:
    """The actor of a live, unlocked sitting and the account's stamp; for the live stream."""
    sitting = _open_sittings().filter(session_key=session_key).first()
    if sitting is None or sitting.account_id is None:
        return None
    account = Account.objects.filter(id=sitting.account_id, is_active=True).first()
    return (actor_of(account), account.stamp) if account else None


def stamps_of_sessions(keys: Iterable[str]) -> dict[str, int]:
    """Session key -> the account's stamp, for each of these sittings that is still good."""
    sittings = dict(_open_sittings().filter(session_key__in=list(keys)).values_list("session_key", "account_id"))
    accounts = Account.objects.filter(id__in=set(sittings.values()), is_active=True)
    stamps: dict[UUID, int] = dict(accounts.values_list("id", "stamp"))
    return {key: stamps[account] for key, account in sittings.items() if account in stamps}


def _open_sittings() -> Any:  # noqa: ANN401 - a QuerySet of sittings
    idle = Q(locks_at=None) | Q(locks_at__gt=now())
    return Sitting.objects.filter(idle, expire_date__gt=now(), is_locked=False)
