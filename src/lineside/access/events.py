"""News of accounts."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    account_id: UUID

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"account:{self.account_id}",)


@dataclass(frozen=True, kw_only=True)
class SittingEnded(Event):
    account_id: UUID
    why: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"account:{self.account_id}",)
