"""Every change to contacts."""

from lineside.contacts.commands.calls import (
    begin_hearing_gap,
    decide_call_back,
    end_hearing_gap,
    record_call_moment,
)
from lineside.contacts.commands.dead_letters import record_dead_letter, work_dead_letter
from lineside.contacts.commands.handling import note_contact, resolve_contact, return_contact, take_contact
from lineside.contacts.commands.receiving import receive_message
from lineside.contacts.commands.replies import claim_message, record_delivery, reply_to_contact
from lineside.contacts.commands.texts import amend_message, note_silence
from lineside.contacts.rules import Arrival, CallFact

__all__ = [
    "Arrival",
    "CallFact",
    "amend_message",
    "begin_hearing_gap",
    "claim_message",
    "decide_call_back",
    "end_hearing_gap",
    "note_contact",
    "note_silence",
    "receive_message",
    "record_call_moment",
    "record_dead_letter",
    "record_delivery",
    "reply_to_contact",
    "resolve_contact",
    "return_contact",
    "take_contact",
    "work_dead_letter",
]
