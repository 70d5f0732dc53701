"""Accounts and their rights. A change ends the person's streams; what they may do changes with the next request."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection

from lineside.access import guessing, rules
from lineside.access.events import AccountLocked, AccountUnlocked, RoleGranted, SittingEnded
from lineside.access.models import Account, SignInLink, Sitting
from lineside.access.permissions import CanAccess
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanAccess.MANAGE)
def open_account(*, actor: Actor, username: str, display_name: str, role: str, areas: tuple[str, ...] = ()) -> Account:  # noqa: ARG001
    """An account that nobody can enter yet: its owner sets a password and a second step by a one-use link."""
    name = rules.check_username(username)
    rules.check_roles([role])
    rules.check_areas(list(areas))
    if not display_name.strip():
        raise RuleBroken("Give the person's name.", "display_name")
    if Account.objects.filter(username=name).exists():
        raise RuleBroken("That user name is taken.", "username")
    account = Account(username=name, display_name=display_name.strip()[:120], roles=[role], areas=list(areas))
    account.set_unusable_password()
    account.save()
    return account


@command(needs=CanAccess.MANAGE)
def grant_roles(*, actor: Actor, account_id: UUID, names: list[str], seen_version: int | None = None) -> Account:
    """Replace the account's roles."""
    rules.check_roles(names)
    others = _other_administrators(account_id)
    account = locked(Account, account_id, seen_version)
    is_own = actor.id == account.id
    rules.check_granting(is_own=is_own, was=account.roles, becomes=names, other_administrators=others)
    account.roles, account.stamp = names, account.stamp + 1
    account.save(update_fields=["roles", "stamp"])
    announce(RoleGranted(account_id=account.id))
    return account


@command(needs=CanAccess.MANAGE)
def change_areas(*, actor: Actor, account_id: UUID, areas: list[str], seen_version: int | None = None) -> Account:  # noqa: ARG001
    """Replace the areas the account is confined to; none means every area."""
    rules.check_areas(areas)
    account = locked(Account, account_id, seen_version)
    account.areas, account.stamp = areas, account.stamp + 1
    account.save(update_fields=["areas", "stamp"])
    announce(RoleGranted(account_id=account.id))
    return account


@command(needs=CanAccess.MANAGE)
def lock_account(*, actor: Actor, account_id: UUID, reason: str, seen_version: int | None = None) -> Account:
    """Nobody signs in to it any more, and whoever sits there is out at once."""
    others = _other_administrators(account_id)
    account = locked(Account, account_id, seen_version)
    is_own = actor.id == account.id
    rules.check_locking(is_own=is_own, names=account.roles, other_administrators=others, reason=reason)
    account.is_active, account.locked_why, account.stamp = False, reason.strip()[:500], account.stamp + 1
    account.save(update_fields=["is_active", "locked_why", "stamp"])
    _end_all(account, "the account was locked")
    announce(AccountLocked(account_id=account.id, why=account.locked_why))
    return account


@command(needs=CanAccess.MANAGE)
def unlock_account(*, actor: Actor, account_id: UUID, seen_version: int | None = None) -> Account:  # noqa: ARG001
    """It may be signed in to again, also where too many wrong attempts had closed it."""
    account = locked(Account, account_id, seen_version)
    account.is_active, account.locked_why = True, ""
    account.save(update_fields=["is_active", "locked_why"])
    guessing.forgive_all(guessing.account_mark(account.username))
    announce(AccountUnlocked(account_id=account.id))
    return account


@command(needs=CanAccess.MANAGE)
def reset_second_step(*, actor: Actor, account_id: UUID, reason: str, seen_version: int | None = None) -> Account:  # noqa: ARG001
    """Take away authenticator and recovery codes, lost or stolen; a new one-use link lets the owner set up others."""
    if not reason.strip():
        raise RuleBroken("Say why, and how you know that it is this person who asks.", "reason")
    account = locked(Account, account_id, seen_version)
    Authenticator.objects.filter(user=account).delete()
    SignInLink.objects.filter(account=account, used_at=None).update(used_at=now())
    account.may_enrol_until, account.stamp = None, account.stamp + 1
    account.save(update_fields=["may_enrol_until", "stamp"])
    _end_all(account, "the second step was reset")
    return account


def _end_all(account: Account, why: str) -> None:
    Sitting.objects.filter(account_id=account.id).delete()
    announce(SittingEnded(account_id=account.id, why=why))


def _other_administrators(account_id: UUID) -> int:
    """How many could still grant rights; two administrators who demote each other wait here for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('administrators'))")
    others = Account.objects.filter(is_active=True).exclude(id=account_id).values_list("roles", flat=True)
    return sum(rules.is_over_others(names) for names in others)
