"""When each API key was last used, to the minute: one small write a minute, and none in the way of the call."""

import time
from uuid import UUID

from lineside.access.models import ClientUse
from lineside.kernel.clock import now

EVERY_SECONDS = 60
_noted: dict[UUID, float] = {}


def note_use(client_id: UUID, address: str) -> None:
    at = time.monotonic()
    if at - _noted.get(client_id, -EVERY_SECONDS) < EVERY_SECONDS:
        return
    _noted[client_id] = at
    ClientUse.objects.update_or_create(client_id=client_id, defaults={"at": now(), "address": address})


def is_first_refusal_in_a_while(client_id: UUID) -> bool:
    """A client with a dead key may ask a hundred times a second; once a minute is enough to be on record."""
    at = time.monotonic()
    key = UUID(int=client_id.int ^ 1)  # beside the uses, never the same
    if at - _noted.get(key, -EVERY_SECONDS) < EVERY_SECONDS:
        return False
    _noted[key] = at
    return True
