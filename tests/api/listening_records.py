"""A supervisor on somebody's call, in the state that each deed asks for."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.testing import clock
from lineside.switchboard.commands import claim_listening
from lineside.switchboard.models import Listening
from lineside.switchboard.testing import make_listening

Ids = dict[str, UUID]


def asked(_: Actor) -> Ids:
    row = make_listening()
    return {"listening_id": row.id, "seat_id": row.seat_id}


def claimed(actor: Actor) -> Ids:
    with clock(Listening.objects.latest("created_at").created_at):  # nobody is rung for what was asked for long ago
        row = claim_listening(actor=actor)
    assert row
    return {"listening_id": row.id}


READY = {"tell_listening": claimed}
