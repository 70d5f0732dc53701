"""What administrators see of accounts, and a person of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q

from lineside.access import guessing
from lineside.access.models import Account, ApiClient, SignInLink, Sitting
from lineside.access.rules import (
    POLICIES,
    role_labels,
    roles,
    sha256,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import MOST, Page, Paging, page_of
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
class RoleRow:
    code: str
    label: str
    permissions: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    name: str
    label: str
    value: int
    least: int
    most: int


def accounts_page(paging: Paging, find: str = "") -> Page[AccountRow]:
    """Accounts by user name; `find` is part of a name."""
    wanted = Q(username__icontains=find) | Q(display_name__icontains=find) if find else Q()
    found = page_of(Account.objects.filter(wanted), ("username", "id"), lambda account: account, paging)
    return Page(_rows(found.items), found.next)


def account_row(account_id: UUID) -> AccountRow:
    rows = _rows(list(Account.objects.filter(id=account_id)))
    if not rows:
        raise NotFound("There is no such account.")
    return rows[0]


def names_of_accounts(keys: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Account.objects.filter(id__in=set(keys)).values_list("id", "display_name"))


def ids_named(text: str) -> list[UUID]:
    """Accounts and clients that are meant by a user name, a part of a name, or an id."""
    try:
        return [UUID(text)]
    except ValueError:
        wanted = Q(username__iexact=text) | Q(display_name__icontains=text)
        accounts = Account.objects.filter(wanted).values_list("id", flat=True)[:MOST]
        return [*accounts, *ApiClient.objects.filter(name__icontains=text).values_list("id", flat=True)[:MOST]]


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


def roles_in_force() -> list[RoleRow]:
    labels = role_labels()
    return [RoleRow(code=code, label=labels[code], permissions=sorted(held)) for code, held in roles().items()]


def policies() -> list[PolicyRow]:
    return [
        PolicyRow(name=rule.name, label=rule.label, value=policy_value(rule.name), least=rule.least, most=rule.most)
        for rule in POLICIES.values()
    ]


def policy_value(name: str) -> int:
    return int(policy(name, POLICIES[name].default))


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
