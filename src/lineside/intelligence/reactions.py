"""By the clock: no report waits unseen for a bureau that does not take it."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.intelligence.commands import give_up
from lineside.intelligence.permissions import CanIntel
from lineside.intelligence.queries import is_any_owed
from lineside.kernel.actors import system_actor

CLOCK = system_actor("intelligence", CanIntel.DELIVER)


@app.periodic(cron="* * * * * */30")
@app.task(name="intelligence.give_up", queue="clock", queueing_lock="intelligence_give_up")
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    if is_any_owed():
        give_up(actor=CLOCK)
