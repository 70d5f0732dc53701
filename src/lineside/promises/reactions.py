"""What promised updates do by the clock: a limit that is over goes on record within seconds, whoever looks."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.kernel.actors import system_actor
from lineside.promises.commands import record_missed
from lineside.promises.permissions import CanPromise
from lineside.promises.queries import missed_and_not_recorded

CLOCK = system_actor("promised updates", CanPromise.MAKE)


@app.periodic(cron="* * * * * */10")
@app.task(name="promises.record_missed", queue="clock", queueing_lock="record_missed_promises")
def look_for_missed(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    record_all_missed()


def record_all_missed() -> int:
    """How many limits were found to be over."""
    found = missed_and_not_recorded()
    for key in found:
        record_missed(actor=CLOCK, promise_id=key)
    return len(found)
