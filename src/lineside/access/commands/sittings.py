"""Sittings: locked, unlocked, ended by their owner or by an administrator; and what a person changes of their own."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from lineside.access.commands.entrance import set_password
from lineside.access.events import SittingEnded
from lineside.access.models import Account, Sitting
from lineside.access.permissions import CanAccess
from lineside.access.queries import sitting_by_mark
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanAccess.SIGN_IN)
def lock_sitting(*, actor: Actor, why: str) -> None:
    """Put on record that the desk was locked, by its owner or by the idle time."""


@command(needs=CanAccess.SIGN_IN)
def unlock_sitting(*, actor: Actor) -> None:
    """Put on record that its owner came back."""


@command(needs=CanAccess.SIGN_IN)
def sign_out(*, actor: Actor) -> None:
    if actor.id:
        announce(SittingEnded(account_id=actor.id, why="signed out"))


@command(needs=CanAccess.SIGN_IN)
def sign_out_everywhere(*, actor: Actor) -> int:
    """End every sitting of the one who asks; how many."""
    ended, _ = Sitting.objects.filter(account_id=actor.id).delete()
    if actor.id:
        announce(SittingEnded(account_id=actor.id, why="signed out everywhere"))
    return ended


@command(needs=CanAccess.SIGN_IN)
def end_own_sitting(*, actor: Actor, mark: str) -> None:
    """End one sitting of one's own; `mark` is the hash by which the page names it, never its key."""
    sitting, account_id = sitting_by_mark(actor, mark), actor.id
    if sitting is None or account_id is None:
        raise NotFound("That sitting is over already.")
    sitting.delete()
    announce(SittingEnded(account_id=account_id, why="ended from another desk"))


@command(needs=CanAccess.MANAGE)
def end_sittings(*, actor: Actor, account_id: UUID, reason: str) -> int:  # noqa: ARG001
    """End every sitting of this person; how many."""
    if not reason.strip():
        raise RuleBroken("Say why this person is signed out.", "reason")
    account = locked(Account, account_id)
    ended, _ = Sitting.objects.filter(account_id=account.id).delete()
    announce(SittingEnded(account_id=account.id, why="an administrator signed them out"))
    return ended


@command(needs=CanAccess.MANAGE)
def end_every_sitting(*, actor: Actor, reason: str) -> int:
    """End everybody's sittings but the asker's own: the control room signs in anew; how many."""
    if not reason.strip():
        raise RuleBroken("Say why everybody is signed out.", "reason")
    others = Sitting.objects.exclude(account_id=None).exclude(account_id=actor.id)
    for account_id in {key for key in others.values_list("account_id", flat=True) if key}:
        announce(SittingEnded(account_id=account_id, why="an administrator signed everybody out"))
    ended, _ = others.delete()
    return ended


@command(needs=CanAccess.SIGN_IN)
def change_password(*, actor: Actor, password: str) -> Account:
    """Set one's own new password; every sitting of the account ends, the caller begins a new one."""
    account = _own(actor)
    set_password(account, password)
    account.save()
    Sitting.objects.filter(account_id=account.id).delete()
    announce(SittingEnded(account_id=account.id, why="a new password was set"))
    return account


@command(needs=CanAccess.SIGN_IN)
def renew_recovery_codes(*, actor: Actor) -> list[str]:
    """New recovery codes, shown this once; the old ones are dead."""
    account = _own(actor)
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise RuleBroken("There is no second step to recover; set one up first.")
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(account).generate_codes()
    return codes


def _own(actor: Actor) -> Account:
    if actor.id is None:
        raise NotFound("There is no such account.")
    return locked(Account, actor.id)
