"""A limit is over: on record once, whatever is done afterwards."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.victims.commands.keeping import miss
from lineside.victims.events import VictimChanged
from lineside.victims.models import Duty
from lineside.victims.permissions import CanVictim
from lineside.victims.rules.clocks import OPEN


@command(needs=CanVictim.WATCH)
def record_missed(*, actor: Actor, victim_duty_id: UUID) -> Duty:  # noqa: ARG001 - the audit line names the actor
    """The limit is over and it is not done."""
    duty = locked(Duty, victim_duty_id)
    if duty.state == OPEN and duty.missed_at is None and miss(duty, now()):
        # Not a new version: whoever fills in how it was kept goes on doing so.
        Duty.objects.filter(pk=duty.id).update(missed_at=duty.missed_at)
        announce(VictimChanged(victim_id=duty.victim_id))
    return duty
