"""What incidents do by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.incidents.commands import climb, requeue_due, tell_of_offers


@app.periodic(cron="* * * * * */15")
@app.task(name="incidents.requeue", queue="clock", queueing_lock="requeue")
def requeue(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    requeue_due()


@app.periodic(cron="* * * * * */10")
@app.task(name="incidents.climb", queue="clock", queueing_lock="climb")
def climb_ladders(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    """What is kept is in the tables alone, so a process that starts again goes on where the last one ended."""
    close_old_connections()
    climb()
    tell_of_offers()
