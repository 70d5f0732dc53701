"""What calls out do by the clock: none waits for ever for a gateway that is away."""

import logging
from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.callouts.commands import tell_call_out
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.queries import overdue
from lineside.callouts.rules import ENDED, QUEUED
from lineside.kernel.actors import system_actor

CLOCK = system_actor("calls out", CanCallOut.DIAL)
NOT_DIALLED = "The switch could not be reached in time; nothing was dialled. Ring again."
NOT_KNOWN = "The switch told nothing more of it. It may have been dialled; ring again if it matters."
log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */10")
@app.task(name="callouts.end_overdue", queue="clock", queueing_lock="end_overdue_calls")
def look_for_overdue(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    end_overdue()


def end_overdue() -> int:
    """End what cannot be heard of any more, in words that say what to do; how many."""
    return sum(_ended(key, state) for key, state in overdue())


def _ended(key: UUID, state: str) -> bool:
    """One that trips us holds up none behind it."""
    outcome, says = ("not_dialled", NOT_DIALLED) if state == QUEUED else ("unknown", NOT_KNOWN)
    try:
        row = tell_call_out(actor=CLOCK, call_out_id=key, state=ENDED, outcome=outcome, says=says, only_from=state)
    except Exception:
        log.exception("The call out %s cannot be ended", key)
        return False
    return row.state == ENDED
