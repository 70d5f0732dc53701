"""A train that stands with people on board."""

from collections.abc import Callable
from uuid import UUID

from lineside.disruption.testing import make_stranded
from lineside.kernel.actors import Actor

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    return {"stranded_id": make_stranded().id}


READY: dict[str, Callable[[Actor], Ids]] = dict.fromkeys(("amend_stranded_train", "end_stranded_train"), records)
