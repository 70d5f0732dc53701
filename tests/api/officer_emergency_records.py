"""Officer's emergencies in the state that each deed asks for."""

from uuid import UUID

from lineside.dispatch.testing import make_unit
from lineside.kernel.actors import Actor
from lineside.officer_emergencies.commands import Outcome, record_outcome
from lineside.officer_emergencies.testing import ANSWERER, make_emergency

Ids = dict[str, UUID]


def raised(_: Actor) -> Ids:
    return {"emergency_id": make_emergency().id}


def another(_: Actor) -> Ids:
    return {"emergency_id": make_emergency(unit_id=make_unit("BX15").id).id}


def genuine(actor: Actor) -> Ids:
    key = another(actor)["emergency_id"]
    return {"emergency_id": record_outcome(actor=ANSWERER, emergency_id=key, said=Outcome(outcome="genuine")).id}


READY = {
    "raise_emergency": lambda _: {},
    "answer_emergency": another,
    "record_outcome": another,
    "resolve_emergency": genuine,
}
