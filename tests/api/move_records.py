"""A call that is passed on, in the state that each deed asks for."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.testing import clock
from lineside.switchboard.commands import claim_move
from lineside.switchboard.models import Move
from lineside.switchboard.testing import make_move, make_speaking

Ids = dict[str, UUID]


def asked(_: Actor) -> Ids:
    return {"move_id": make_move("221", "222").id}


def claimed(actor: Actor) -> Ids:
    with clock(Move.objects.latest("created_at").created_at):  # nobody is rung for what was asked for long ago
        row = claim_move(actor=actor)
    assert row
    return {"move_id": row.id}


def speaking(_: Actor) -> Ids:
    _one, two, call = make_speaking("231", "232")
    assert two.id
    return {"contact_id": call.id, "to_id": two.id}


READY = {"tell_move": claimed, "pass_call": speaking}
