"""By the clock: the worker beats, and looks for parts that fell silent."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.heartbeats.commands import beat, find_silent


@app.periodic(cron="* * * * * */10")
@app.task(name="heartbeats.look", queue="clock", queueing_lock="heartbeats")
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    beat("worker")
    find_silent()
