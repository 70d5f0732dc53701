"""Action cards and planned events in the state that each deed asks for."""

from collections.abc import Callable
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.procedures.commands import add_log_to_event, name_unit_for_event
from lineside.procedures.queries import cards_of
from lineside.procedures.testing import WORKER, make_card, make_event

Ids = dict[str, UUID]


def records(_: Actor) -> Ids:
    card, event = make_card(), make_event(stations=("YRK",))
    log = add_log_to_event(
        actor=WORKER, planned_event_id=event.id, incident_id=card.incident_id, reason="On their way home"
    )
    unit = name_unit_for_event(actor=WORKER, planned_event_id=event.id, call_sign="BX99", task="On the 17:10")
    events = {"planned_event_id": event.id, "event_log_id": log.id, "event_resource_id": unit.id}
    return events | {"card_id": card.id, "card_step_id": cards_of(card.incident_id)[0].steps[0].id}


READY: dict[str, Callable[[Actor], Ids]] = dict.fromkeys(("take_off_card", "complete_step", "skip_step"), records)
