"""What the switchboard does about calls out: those who asked to be rung back are rung again, or no more."""

from lineside.callouts.events import CallOutChanged
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.switchboard.commands import count_attempt
from lineside.switchboard.permissions import CanSwitchboard

COUNTER = system_actor("switchboard", CanSwitchboard.ASK)


@when(CallOutChanged)
def count_attempts(event: CallOutChanged) -> None:
    """A call out that is over may have been to somebody who asked for it."""
    if event.state == "ended":
        count_attempt(actor=COUNTER, call_out_id=event.call_out_id)
