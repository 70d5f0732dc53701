"""What proposes a level, and what the clock of a stranded train does by itself."""

from contextlib import suppress
from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.disruption.commands import WATCHER, note_moving, propose_disruption, reach_all_due
from lineside.disruption.events import DisruptionChanged
from lineside.disruption.queries import incidents_to_look_at, new_proposal, stranded_on
from lineside.interception.events import PlanChanged
from lineside.kernel.errors import Refusal
from lineside.kernel.events import when
from lineside.procedures.events import CardChanged
from lineside.protection.events import ProtectionChanged
from lineside.trains.events import TrainMoved

OF_TRAINS = ("stranded", "ended")


@when(ProtectionChanged)
def propose_for_protection(event: ProtectionChanged) -> None:
    _propose(event.incident_id)


@when(CardChanged)
def propose_for_scale(event: CardChanged) -> None:
    """How large it is said to be is kept with the cards."""
    _propose(event.incident_id)


@when(PlanChanged)
def propose_for_held_trains(event: PlanChanged) -> None:
    _propose(event.incident_id)


@when(DisruptionChanged)
def propose_for_stranded_trains(event: DisruptionChanged) -> None:
    if event.what in OF_TRAINS:
        _propose(event.incident_id)


@when(TrainMoved)
def look_whether_it_moves(event: TrainMoved) -> None:
    for stranded_id in stranded_on(event.train_id):
        with suppress(Refusal):
            note_moving(actor=WATCHER, stranded_id=stranded_id)


@app.periodic(cron="* * * * * */15")
@app.task(name="disruption.thresholds", queue="clock", queueing_lock="disruption-thresholds")
def reach_thresholds(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    """What is kept is in the tables alone, so a process that starts again goes on where the last one ended."""
    close_old_connections()
    reach_all_due()


@app.periodic(cron="* * * * *")
@app.task(name="disruption.look", queue="clock", queueing_lock="disruption-look")
def look(timestamp: int) -> None:  # noqa: ARG001 - as above
    """The forecast of trains changes by itself, and nothing tells of that."""
    close_old_connections()
    look_at_all()


def look_at_all() -> None:
    for incident_id in incidents_to_look_at():
        _propose(incident_id)


def _propose(incident_id: UUID) -> None:
    """What is as it was leaves no line in the audit."""
    with suppress(Refusal):
        if new_proposal(incident_id):
            propose_disruption(actor=WATCHER, incident_id=incident_id)
