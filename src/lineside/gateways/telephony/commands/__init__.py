"""Every change that the telephony gateway makes."""

from lineside.gateways.telephony.commands.dead import call_fact, retry_dead_letter, take_in_dead
from lineside.gateways.telephony.commands.edge import take_in_refused_sip, take_in_sip

__all__ = ["call_fact", "retry_dead_letter", "take_in_dead", "take_in_refused_sip", "take_in_sip"]
