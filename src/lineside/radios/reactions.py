"""By the clock, whatever became of the gateway: no approved order waits where nobody sees it."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.kernel.actors import system_actor
from lineside.radios.commands import give_up_waiting
from lineside.radios.permissions import CanRadio
from lineside.radios.queries import has_late_order

CLOCK = system_actor("radio clock", CanRadio.DELIVER)


@app.periodic(cron="* * * * * */15")
@app.task(name="radios.give_up_waiting", queue="clock", queueing_lock="radios_give_up_waiting")
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    if has_late_order():
        give_up_waiting(actor=CLOCK)
