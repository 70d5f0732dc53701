"""Every change to transfers, their messages, and the tasks to ring."""

from lineside.partners.commands.aiding import ask_mutual_aid
from lineside.partners.commands.answering import accept_transfer, reject_transfer
from lineside.partners.commands.carrying import claim_message, link_incident, record_carriage, take_in
from lineside.partners.commands.ringing import CLOCK, raise_due, raise_ring, record_ring
from lineside.partners.commands.sending import (
    ask_agency,
    close_transfer,
    send_again,
    send_to_agency,
    settle_refusal,
    update_agency,
    withdraw_transfer,
)
from lineside.partners.rules import Exchange, Offer, Person, Resource, Wanted

__all__ = [
    "CLOCK",
    "Exchange",
    "Offer",
    "Person",
    "Resource",
    "Wanted",
    "accept_transfer",
    "ask_agency",
    "ask_mutual_aid",
    "claim_message",
    "close_transfer",
    "link_incident",
    "raise_due",
    "raise_ring",
    "record_carriage",
    "record_ring",
    "reject_transfer",
    "send_again",
    "send_to_agency",
    "settle_refusal",
    "take_in",
    "update_agency",
    "withdraw_transfer",
]
