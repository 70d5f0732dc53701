"""Every change that the text gateway makes."""

from lineside.gateways.text.commands.dead import retry_dead_letter, take_in_dead
from lineside.gateways.text.commands.incoming import close_overdue, settle_parts, take_in
from lineside.gateways.text.commands.outgoing import accept_segment, plan_segments, take_receipt

__all__ = [
    "accept_segment",
    "close_overdue",
    "plan_segments",
    "retry_dead_letter",
    "settle_parts",
    "take_in",
    "take_in_dead",
    "take_receipt",
]
