"""What whereabouts do by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.contacts.permissions import CanContact
from lineside.kernel.actors import system_actor
from lineside.whereabouts.commands import show_unclaimed
from lineside.whereabouts.queries import unclaimed

CLOCK = system_actor("whereabouts", CanContact.RECEIVE)


@app.periodic(cron="*/2 * * * *")
@app.task(name="whereabouts.show_unclaimed", queue="clock", queueing_lock="show_unclaimed")
def look_for_unclaimed(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    if unclaimed():
        show_unclaimed(actor=CLOCK)
