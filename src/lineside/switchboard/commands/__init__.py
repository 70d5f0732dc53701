"""Every change at the switchboard."""

from lineside.switchboard.commands.offers import count_attempt, ring_who_asked
from lineside.switchboard.commands.ringing import whom_to_ring

__all__ = ["count_attempt", "ring_who_asked", "whom_to_ring"]
