"""Action cards and planned events in the state that each deed asks for."""

from collections.abc import Callable
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.procedures.queries import cards_of
from lineside.procedures.testing import make_card

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    card = make_card()
    return {"card_id": card.id, "card_step_id": cards_of(card.incident_id)[0].steps[0].id}


READY: dict[str, Callable[[Actor], Ids]] = dict.fromkeys(("take_off_card", "complete_step", "skip_step"), records)
