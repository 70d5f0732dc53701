"""What the switchboard does about calls out, and by the clock: nobody waits for ever for the switch."""

import logging
from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.callouts.events import CallOutChanged
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.switchboard.commands import count_attempt, tell_listening, tell_move
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.queries import overdue_listening, overdue_moves
from lineside.switchboard.rules import ASKED, ENDED, NOT_TOLD

COUNTER = system_actor("switchboard", CanSwitchboard.ASK)
CLOCK = system_actor("switchboard", CanSwitchboard.CONNECT)
NOT_DIALLED = "The switch could not be reached in time; nothing was dialled. Ask again."
NOT_ASKED = "It could not be reached in time. Ask again, or transfer the call at the telephone."
NOT_KNOWN = "The switch told nothing more of it in time."
log = logging.getLogger(__name__)


@when(CallOutChanged)
def count_attempts(event: CallOutChanged) -> None:
    """A call out that is over may have been to somebody who asked for it."""
    if event.state == "ended":
        count_attempt(actor=COUNTER, call_out_id=event.call_out_id)


@app.periodic(cron="* * * * * */10")
@app.task(name="switchboard.end_overdue_listening", queue="clock", queueing_lock="end_overdue_listening")
def look_for_overdue_listening(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    end_overdue_listening()


@app.periodic(cron="* * * * * */10")
@app.task(name="switchboard.end_overdue_moves", queue="clock", queueing_lock="end_overdue_moves")
def look_for_overdue_moves(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    end_overdue_moves()


def end_overdue_moves() -> int:
    """End what nobody tells of, in words that say what is known; how many."""
    return sum(_move_ended(key, state) for key, state in overdue_moves())


def _move_ended(key: UUID, state: str) -> bool:
    outcome, says = ("not_asked", NOT_ASKED) if state == ASKED else ("unknown", NOT_KNOWN)
    try:
        row = tell_move(actor=CLOCK, move_id=key, state=ENDED, outcome=outcome, says=says, only_from=state)
    except Exception:
        log.exception("The passing of a call %s cannot be ended", key)
        return False
    return row.state == ENDED


def end_overdue_listening() -> int:
    """End what cannot be heard of any more, in words that say what is known; how many."""
    return sum(_ended(key, state) for key, state in overdue_listening())


def _ended(key: UUID, state: str) -> bool:
    """One that trips us holds up none behind it."""
    outcome, says = ("not_dialled", NOT_DIALLED) if state == ASKED else (NOT_TOLD, NOT_KNOWN)
    told = {"state": ENDED, "outcome": outcome, "says": says, "only_from": state}
    try:
        row = tell_listening(actor=CLOCK, listening_id=key, **told)
    except Exception:
        log.exception("The listening %s cannot be ended", key)
        return False
    return row.state == ENDED
