"""Every change at the switchboard."""

from lineside.switchboard.commands.listening import claim_listening, end_listening, listen_in, tell_listening
from lineside.switchboard.commands.offers import count_attempt, ring_who_asked
from lineside.switchboard.commands.ringing import whom_to_ring

__all__ = [
    "claim_listening",
    "count_attempt",
    "end_listening",
    "listen_in",
    "ring_who_asked",
    "tell_listening",
    "whom_to_ring",
]
