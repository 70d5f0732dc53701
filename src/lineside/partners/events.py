"""News of transfers."""

from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class TransferChanged(Event):
    """Sent, received there, accepted, refused, told more, rung about, closed."""

    transfer_id: UUID
    state: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"transfer:{self.transfer_id}",)
