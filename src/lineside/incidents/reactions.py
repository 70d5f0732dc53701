"""What incidents do by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.incidents.commands import requeue_due


@app.periodic(cron="* * * * * */15")
@app.task(name="incidents.requeue", queue="clock", queueing_lock="requeue")
def requeue(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    requeue_due()
