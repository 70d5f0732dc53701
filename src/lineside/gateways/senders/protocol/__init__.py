"""Whom a mail names as its author, and what DMARC makes of SPF and DKIM; pure, so that it is tested without a net."""

from lineside.gateways.senders.protocol.author import author_domain, plain_domain
from lineside.gateways.senders.protocol.dmarc import Aligned, Verdict, evaluate
from lineside.gateways.senders.protocol.sentence import sentence

__all__ = ["Aligned", "Verdict", "author_domain", "evaluate", "plain_domain", "sentence"]
