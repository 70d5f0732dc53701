"""Call-backs in the state that each deed asks for."""

from uuid import UUID

from lineside.callbacks.testing import make_call, make_call_back
from lineside.kernel.actors import Actor

Ids = dict[str, UUID]


def a_call(_: Actor) -> Ids:
    row = make_call_back()
    return {"call_back_id": row.id, "call_back_attempt_id": make_call(row).id}


def due(_: Actor) -> Ids:
    return {"call_back_id": make_call_back().id}


READY = {"begin_call": due, "withdraw_call_back": due}
