"""Makers for tests: a promised update."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.promises.commands import promise_update
from lineside.promises.models import Promise
from lineside.promises.permissions import CanPromise

PROMISER = an_actor(*CanPromise, CanContact.VIEW, CanContact.TAKE, CanContact.REPLY, name="Kim Osei")


def make_promise(actor: Actor = PROMISER, contact_id: UUID | None = None, **facts: Any) -> Promise:
    whole: dict[str, Any] = {"reach": "ring", "due_at": now() + timedelta(hours=2), "what": "Whether the bag was found"}
    key = contact_id or make_message().id
    return promise_update(actor=actor, contact_id=key, **{**whole, **facts})
