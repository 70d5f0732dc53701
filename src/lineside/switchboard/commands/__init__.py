"""Every change at the switchboard."""

from lineside.switchboard.commands.listening import claim_listening, end_listening, listen_in, tell_listening
from lineside.switchboard.commands.moving import claim_move, pass_call, tell_move
from lineside.switchboard.commands.offers import count_attempt, ring_who_asked
from lineside.switchboard.commands.ringing import whom_to_ring

__all__ = [
    "claim_listening",
    "claim_move",
    "count_attempt",
    "end_listening",
    "listen_in",
    "pass_call",
    "ring_who_asked",
    "tell_listening",
    "tell_move",
    "whom_to_ring",
]
