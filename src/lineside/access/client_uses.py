"""API keys in use: whose key was found good a moment ago, and when each was last used, to the minute.

A client that asks often is looked up once a second. A key that another process revoked may so read for that second; it
changes nothing, since each command asks in its own transaction whether its client still stands.
"""

import time
from uuid import UUID

from lineside.access.models import ClientUse
from lineside.access.rules import sha256
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now

EVERY_SECONDS = 60
REMEMBERED_SECONDS = 1.0
_noted: dict[UUID, float] = {}
_good: dict[str, tuple[float, Actor]] = {}  # the hash of a key: when it was found good, and whose it is


def remembered(key: str) -> Actor | None:
    found_at, actor = _good.get(sha256(key), (0.0, None))
    return actor if time.monotonic() - found_at < REMEMBERED_SECONDS else None


def remember(key: str, actor: Actor) -> None:
    _good[sha256(key)] = (time.monotonic(), actor)


def forget_all() -> None:
    """Look each client up anew: one has been enrolled or revoked."""
    _good.clear()


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
