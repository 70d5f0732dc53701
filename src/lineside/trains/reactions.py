"""By the clock: tomorrow's trains are made, and what has been kept for its time goes."""

from datetime import timedelta

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.trains.commands import dispose_of_old, plan_day
from lineside.trains.permissions import CanTrain

KEEPER = system_actor("trains", CanTrain.RECEIVE)
MOST_TURNS = 40
DISPOSED_ENOUGH = 1000


@app.periodic(cron="17 * * * *")
@app.task(name="trains.dispose", queue="clock", queueing_lock="trains-dispose")
def dispose(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    """Each hour, in turns of some thousands of rows, so that nobody waits for a long one."""
    close_old_connections()
    for _ in range(MOST_TURNS):
        if dispose_of_old(actor=KEEPER) < DISPOSED_ENOUGH:
            return


@app.periodic(cron="40 2,14 * * *")
@app.task(name="trains.plan", queue="clock", queueing_lock="trains-plan")
def plan(timestamp: int) -> None:  # noqa: ARG001 - as above
    close_old_connections()
    today = uk_day(now())
    for day in (today, today + timedelta(days=1)):
        plan_day(actor=KEEPER, day=day)
