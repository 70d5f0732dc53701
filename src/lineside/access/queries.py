"""Who an account or a client is, as the actor that commands know; and what administrators see of both."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q

from lineside.access import guessing
from lineside.access.models import Account, ApiClient, ClientUse, SignInLink, Sitting
from lineside.access.rules import (
    POLICIES,
    PolicyRule,
    permissions_of_roles,
    role_labels,
    role_start,
    roles,
    sha256,
    split_key,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import REGISTRY
from lineside.kernel.errors import NotFound
from lineside.kernel.policy import policy


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account as administrators see it; nothing of its secrets."""

    id: UUID
    username: str
    display_name: str
    roles: list[str]
    role_labels: list[str]
    areas: list[str]
    is_active: bool
    locked_why: str
    has_password: bool
    has_second_step: bool
    may_enrol_until: datetime | None
    last_signed_in_at: datetime | None
    sittings: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRow:
    """A sitting by a mark of its own; its key never leaves the cookie."""

    mark: str
    began_at: datetime | None
    seen_at: datetime | None
    ends_at: datetime
    address: str
    browser: str
    is_locked: bool
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    last_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    rule: PolicyRule
    value: int


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


def accounts(find: str = "", after: str = "", limit: int = 100) -> list[AccountRow]:
    """Accounts by user name, from `after` on; `find` is part of a name."""
    wanted = Q(username__icontains=find) | Q(display_name__icontains=find) if find else Q()
    return _rows(list(Account.objects.filter(wanted, username__gt=after).order_by("username")[:limit]))


def account_row(account_id: UUID) -> AccountRow:
    rows = _rows(list(Account.objects.filter(id=account_id)))
    if not rows:
        raise NotFound("There is no such account.")
    return rows[0]


def names_of_accounts(keys: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Account.objects.filter(id__in=set(keys)).values_list("id", "display_name"))


def wrong_attempts(account_id: UUID) -> tuple[int, bool]:
    """How many wrong attempts of the last day stand, and whether strangers are refused now."""
    account = Account.objects.filter(id=account_id).first()
    if account is None:
        return 0, False
    mark = guessing.account_mark(account.username)
    return guessing.wrong_lately(mark), guessing.is_closed_to_strangers(mark)


def has_second_step(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def codes_left(account: Account) -> int:
    found = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    codes: list[str] = found.wrap().get_unused_codes() if found else []
    return len(codes)


def link_is_good(token: str) -> bool:
    open_links = SignInLink.objects.filter(purpose="enrol", used_at=None, expires_at__gt=now())
    return open_links.filter(token_sha256=sha256(token)).exists()


def sittings_of(account_id: UUID, this: str = "") -> list[SittingRow]:
    """The person's sittings, the one last touched first; `this` is the key of the asker's own."""
    found = Sitting.objects.filter(account_id=account_id, expire_date__gt=now()).order_by("-seen_at")
    return [
        SittingRow(
            mark=sha256(each.session_key)[:16],
            began_at=each.began_at,
            seen_at=each.seen_at,
            ends_at=each.expire_date,
            address=each.address,
            browser=each.browser,
            is_locked=each.is_locked,
            is_this=each.session_key == this,
        )
        for each in found
    ]


def sitting_by_mark(actor: Actor, mark: str) -> Sitting | None:
    mine = Sitting.objects.filter(account_id=actor.id)
    return next((each for each in mine if sha256(each.session_key)[:16] == mark), None)


def clients() -> list[ClientRow]:
    uses = {use.client_id: use for use in ClientUse.objects.all()}
    return [_client_row(client, uses.get(client.id)) for client in ApiClient.objects.order_by("name")]


def client_row(client_id: UUID) -> ClientRow:
    client = ApiClient.objects.filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    return _client_row(client, ClientUse.objects.filter(client_id=client_id).first())


def known_permissions() -> frozenset[str]:
    """Every permission that a command needs or a role gives."""
    return frozenset(REGISTRY.values()) | frozenset().union(*roles().values())


def policies() -> list[PolicyRow]:
    return [PolicyRow(rule=rule, value=policy_value(rule.name)) for rule in POLICIES.values()]


def policy_value(name: str) -> int:
    return int(policy(name, POLICIES[name].default))


def _open_sittings() -> Any:  # noqa: ANN401 - a QuerySet of sittings
    idle = Q(locks_at=None) | Q(locks_at__gt=now())
    return Sitting.objects.filter(idle, expire_date__gt=now(), is_locked=False)


def _rows(found: list[Account]) -> list[AccountRow]:
    keys = [account.id for account in found]
    stepped = Authenticator.objects.filter(user_id__in=keys, type=Authenticator.Type.TOTP)
    with_step = set(stepped.values_list("user_id", flat=True))
    sat = list(Sitting.objects.filter(account_id__in=keys, expire_date__gt=now()).values_list("account_id", flat=True))
    labels = role_labels()
    return [
        AccountRow(
            id=account.id,
            username=account.username,
            display_name=account.display_name,
            roles=account.roles,
            role_labels=[labels.get(role, role) for role in account.roles],
            areas=account.areas,
            is_active=account.is_active,
            locked_why=account.locked_why,
            has_password=account.has_usable_password(),
            has_second_step=account.id in with_step,
            may_enrol_until=account.may_enrol_until,
            last_signed_in_at=account.last_signed_in_at,
            sittings=sat.count(account.id),
            version=account.version,
        )
        for account in found
    ]


def _client_row(client: ApiClient, use: ClientUse | None) -> ClientRow:
    return ClientRow(
        id=client.id,
        name=client.name,
        prefix=client.prefix,
        scopes=client.scopes,
        created_at=client.created_at,
        revoked_at=client.revoked_at,
        last_used_at=use.at if use else None,
        last_address=use.address if use else "",
    )
