"""By the clock: seal what has become final, and make the months' partitions long before they are needed.

Both say by a heartbeat how it goes, so that a supervisor sees it when rows stay unsealed or a partition cannot be made.
"""

from collections.abc import Callable

from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app

from lineside.audit import queries, sealing
from lineside.heartbeats.commands import Pulse
from lineside.kernel.guards import make_partitions

HOUR = 3600.0
SEALS, PARTITIONS = Pulse("seals"), Pulse("partitions", every=HOUR)


@app.periodic(cron="* * * * * */2")
@app.task(name="audit.seal", queue="clock", queueing_lock="seal")
def seal(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    seal_now()


@app.periodic(cron="7 * * * *")
@app.task(name="audit.make_partitions", queue="clock", queueing_lock="partitions")
def partitions(timestamp: int) -> None:  # noqa: ARG001
    close_old_connections()
    make_partitions_now()


def seal_now() -> None:
    _told(SEALS, _seal)


def make_partitions_now() -> None:
    _told(PARTITIONS, _make_partitions)


def _seal() -> str:
    sealing.seal_all()
    return queries.held_up()


def _make_partitions() -> str:
    make_partitions()
    return queries.in_no_month()


def _told(pulse: Pulse, work: Callable[[], str]) -> None:
    """Do it and say how it went; `work` answers with what is wrong, or with nothing."""
    try:
        trouble = work()
    except DatabaseError as fault:
        pulse.beat(is_well=False, says=f"could not be made: {fault}")
        raise  # the job is kept as failed, with its cause
    pulse.beat(is_well=not trouble, says=trouble)
