"""By what is heard of its train or unit, and by the clock, each plan is held against what is known."""

from contextlib import suppress
from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.dispatch.events import UnitChanged
from lineside.incidents.events import IncidentOpened
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.interception.commands import WATCHER, look_at_plan
from lineside.interception.queries import candidates, new_alarms, open_plans
from lineside.kernel.actors import system_actor
from lineside.kernel.errors import NotFound
from lineside.kernel.events import when
from lineside.trains.commands import watch_train
from lineside.trains.events import TrainMoved
from lineside.trains.permissions import CanTrain

SEER = system_actor("meeting trains", CanIncident.VIEW, CanIncident.VIEW_RESTRICTED, CanTrain.WATCH)
MOST_TRAINS = 4


@when(IncidentOpened)
def watch_its_trains(event: IncidentOpened) -> None:
    """The trains that it may be about move before the eyes of whoever has its log."""
    opened = incident(SEER, event.incident_id)
    for row in candidates(opened.headcode, opened.crs)[:MOST_TRAINS]:
        watch_train(actor=SEER, train_id=row.id)


@when(TrainMoved)
def look_for_train(event: TrainMoved) -> None:
    for plan_id in open_plans(train_id=event.train_id):
        _look(plan_id)


@when(UnitChanged)
def look_for_unit(event: UnitChanged) -> None:
    for plan_id in open_plans(unit_id=event.unit_id):
        _look(plan_id)


def _look(plan_id: UUID) -> None:
    """What holds leaves no line in the audit."""
    if new_alarms(plan_id):
        with suppress(NotFound):
            look_at_plan(actor=WATCHER, plan_id=plan_id)


@app.periodic(cron="* * * * * */20")
@app.task(name="interception.look", queue="clock", queueing_lock="interception")
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    """A unit slips as time goes by and nothing tells of that; each of its many positions would be a job of its own."""
    close_old_connections()
    look_at_all()


def look_at_all() -> None:
    for plan_id in open_plans():
        _look(plan_id)
