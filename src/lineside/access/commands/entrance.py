"""The way in: one-use links, the second step, and what is put on record of each sign-in and each refusal."""

import secrets
from typing import NoReturn
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lineside.access import rules, second_step
from lineside.access.events import AccountLocked, SittingBegan, SittingEnded
from lineside.access.models import Account, SignInLink, Sitting
from lineside.access.permissions import CanAccess
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.kernel.policy import is_demo

FRONT_DOOR = system_actor("front door", CanAccess.SIGN_IN)


@command(needs=CanAccess.MANAGE)
def make_sign_in_link(*, actor: Actor, account_id: UUID) -> SignInLink:  # noqa: ARG001
    """A link straight into the account; only a demonstration's database answers to it."""
    return _make_link(locked(Account, account_id), "demo")


@command(needs=CanAccess.SIGN_IN)
def use_sign_in_link(*, actor: Actor, token: str) -> Account:  # noqa: ARG001
    return _use_link(token, "demo").account


@command(needs=CanAccess.MANAGE)
def print_secrets(*, actor: Actor, account_id: UUID, password: str, secret: str) -> None:  # noqa: ARG001
    """Give a demonstration's account a password and an authenticator that are printed; no other database takes them."""
    if not is_demo():
        raise RuleBroken("Only a demonstration has accounts whose secrets are known.")
    account = locked(Account, account_id)
    set_password(account, password)
    account.save()
    Authenticator.objects.filter(user=account).delete()
    TOTP.activate(account, secret)


@command(needs=CanAccess.MANAGE)
def make_enrol_link(*, actor: Actor, account_id: UUID) -> SignInLink:  # noqa: ARG001
    """The link by which its owner sets a password; an earlier one that was not used is dead."""
    account = locked(Account, account_id)
    if not account.is_active:
        raise RuleBroken("The account is locked; unlock it first.")
    SignInLink.objects.filter(account=account, purpose="enrol", used_at=None).update(used_at=now())
    return _make_link(account, "enrol")


@command(needs=CanAccess.SIGN_IN)
def use_enrol_link(*, actor: Actor, token: str, password: str) -> Account:  # noqa: ARG001
    """Set the password of whoever holds the link. Without a second step yet, one may be set up for a day from now."""
    link = _use_link(token, "enrol")
    account = locked(Account, link.account_id)
    if not account.is_active:
        raise RuleBroken("The account is locked; ask an administrator.")
    set_password(account, password)
    if not Authenticator.objects.filter(user=account).exists():
        account.may_enrol_until = now() + rules.LINK_LASTS
    account.save()
    Sitting.objects.filter(account_id=account.id).delete()
    announce(SittingEnded(account_id=account.id, why="a new password was set"))
    return account


@command(needs=CanAccess.SIGN_IN)
def enrol_second_step(*, actor: Actor, account_id: UUID, secret: str, used_counter: int) -> list[str]:
    """Set up the first authenticator, in the day that a one-use link opened; new recovery codes, shown this once.

    Whoever asks has shown a password alone, so an authenticator that is there already stays.
    """
    account = _own(actor, account_id)
    if Authenticator.objects.filter(user=account).exists():
        raise RuleBroken("This account has a second step already. Sign in again with its code.")
    if account.may_enrol_until is None or account.may_enrol_until <= now():
        raise RuleBroken(rules.NO_SECOND_STEP)
    return _take_authenticator(account, secret, used_counter)


@command(needs=CanAccess.SIGN_IN)
def replace_second_step(*, actor: Actor, account_id: UUID, secret: str, used_counter: int) -> list[str]:
    """Another authenticator in place of the present one, for who has signed in by that; new recovery codes."""
    return _take_authenticator(_own(actor, account_id), secret, used_counter)


@command(needs=CanAccess.SIGN_IN)
def begin_sitting(*, actor: Actor, how: str, address: str, browser: str) -> None:  # noqa: ARG001
    """Put the sign-in on record."""
    if actor.id is None:
        raise NotFound("There is no such account.")
    # Not a save: a sign-in is no change that an administrator's open page should be stale for.
    Account.objects.filter(id=actor.id).update(last_signed_in_at=now())
    announce(SittingBegan(account_id=actor.id, how=how))


@command(needs=CanAccess.SIGN_IN)
def refuse_sign_in(*, actor: Actor, account_id: UUID | None, step: str, address: str, browser: str) -> NoReturn:  # noqa: ARG001
    """Put on record that a password or a code was wrong. What was typed as a name is not kept if nobody bears it."""
    raise RuleBroken("The code is not right." if step == "code" else "The user name or the password is not right.")


@command(needs=CanAccess.SIGN_IN)
def note_guessing(*, actor: Actor, account_id: UUID | None, step: str, address: str, browser: str) -> None:  # noqa: ARG001
    """So many were wrong that no more are taken for a while; whoever watches the account is told."""
    if account_id:
        announce(AccountLocked(account_id=account_id, why=f"too many wrong attempts at the {step}"))


def set_password(account: Account, password: str) -> None:
    """Put the password into the account if it is good enough; the caller saves."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages), "password") from None
    account.set_password(password)
    account.password_set_at, account.stamp = now(), account.stamp + 1


def _own(actor: Actor, account_id: UUID) -> Account:
    account = locked(Account, account_id)
    if actor.id != account.id:
        raise RuleBroken("Each person sets up their own second step.")
    return account


def _take_authenticator(account: Account, secret: str, used_counter: int) -> list[str]:
    Authenticator.objects.filter(user=account).delete()
    totp = TOTP.activate(account, secret).instance
    totp.data[second_step.USED] = used_counter  # the code that proved it is used up
    totp.save(update_fields=["data"])
    account.may_enrol_until = None
    account.save(update_fields=["may_enrol_until"])
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    return codes


def _make_link(account: Account, purpose: str) -> SignInLink:
    token = secrets.token_urlsafe(24)
    link = SignInLink(
        account=account, token_sha256=rules.sha256(token), purpose=purpose, expires_at=now() + rules.LINK_LASTS
    )
    link.save()
    link.shown_token = token
    return link


def _use_link(token: str, purpose: str) -> SignInLink:
    links = SignInLink.objects.select_for_update().select_related("account")
    link = links.filter(token_sha256=rules.sha256(token), purpose=purpose, used_at=None, expires_at__gt=now()).first()
    if link is None:
        raise NotFound(rules.LINK_SPENT)
    link.used_at = now()
    link.save(update_fields=["used_at"])
    return link
