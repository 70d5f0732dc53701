"""News of accounts."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OfAccount(Event):
    """What every event of an account carries; whoever shows the account listens to its topic."""

    account_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"account:{self.account_id}",)


@dataclass(frozen=True, kw_only=True)
class RoleGranted(OfAccount):
    """Roles or areas were changed; streams that were opened before end."""


@dataclass(frozen=True, kw_only=True)
class AccountLocked(OfAccount):
    """By an administrator, or because somebody guesses."""

    why: str


@dataclass(frozen=True, kw_only=True)
class AccountUnlocked(OfAccount):
    """May be signed in to again."""


@dataclass(frozen=True, kw_only=True)
class SittingBegan(OfAccount):
    how: str


@dataclass(frozen=True, kw_only=True)
class SittingEnded(OfAccount):
    why: str
