"""What appointments do by the clock: a reminder before the slot, and a missed one on record within seconds."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.appointments.commands import look_at_all


@app.periodic(cron="* * * * * */20")
@app.task(name="appointments.look", queue="clock", queueing_lock="appointments-look")
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    look_at_all()
