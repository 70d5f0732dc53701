"""A supervisor on somebody's call, in the state that each deed asks for."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.switchboard.commands import claim_listening
from lineside.switchboard.testing import make_listening

Ids = dict[str, UUID]


def asked(_: Actor) -> Ids:
    row = make_listening()
    return {"listening_id": row.id, "seat_id": row.seat_id}


def claimed(actor: Actor) -> Ids:
    row = claim_listening(actor=actor)
    assert row
    return {"listening_id": row.id}


READY = {"tell_listening": claimed}
