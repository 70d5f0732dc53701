"""Every change to contacts."""

from lineside.contacts.commands.calls import (
    begin_hearing_gap,
    decide_call_back,
    end_hearing_gap,
    record_call_moment,
    settle_earlier_tries,
)
from lineside.contacts.commands.calls_out import end_call_out, open_call_out
from lineside.contacts.commands.dead_letters import record_dead_letter, work_dead_letter
from lineside.contacts.commands.emergency import (
    answer_silently,
    ask_silently,
    mark_relay,
    mark_silent,
    record_ring_back,
)
from lineside.contacts.commands.floods import resolve_flood
from lineside.contacts.commands.handling import (
    note_contact,
    note_promised,
    resolve_contact,
    return_contact,
    take_contact,
)
from lineside.contacts.commands.letters_out import write_first
from lineside.contacts.commands.opening import one_at_a_time
from lineside.contacts.commands.passing import (
    ask_for_help,
    empty_seat,
    follow_call,
    free_seat,
    may_pass,
    note_on_call,
    reserve_contact,
    return_from_absent,
    transfer_contact,
)
from lineside.contacts.commands.receiving import receive_message
from lineside.contacts.commands.replies import claim_message, record_delivery, reply_to_contact
from lineside.contacts.commands.ringing import agree_ring_back, count_ring_back, keep_while_ringing
from lineside.contacts.commands.senders import claim_sender_check, record_sender_check
from lineside.contacts.commands.social import remark_on_message
from lineside.contacts.commands.texts import amend_message, note_silence, text_caller
from lineside.contacts.commands.web import tell_of_answer
from lineside.contacts.rules import Arrival, CallFact, HandedOver, Original

__all__ = [
    "Arrival",
    "CallFact",
    "HandedOver",
    "Original",
    "agree_ring_back",
    "amend_message",
    "answer_silently",
    "ask_for_help",
    "ask_silently",
    "begin_hearing_gap",
    "claim_message",
    "claim_sender_check",
    "count_ring_back",
    "decide_call_back",
    "empty_seat",
    "end_call_out",
    "end_hearing_gap",
    "follow_call",
    "free_seat",
    "keep_while_ringing",
    "mark_relay",
    "mark_silent",
    "may_pass",
    "note_contact",
    "note_on_call",
    "note_promised",
    "note_silence",
    "one_at_a_time",
    "open_call_out",
    "receive_message",
    "record_call_moment",
    "record_dead_letter",
    "record_delivery",
    "record_ring_back",
    "record_sender_check",
    "remark_on_message",
    "reply_to_contact",
    "reserve_contact",
    "resolve_contact",
    "resolve_flood",
    "return_contact",
    "return_from_absent",
    "settle_earlier_tries",
    "take_contact",
    "tell_of_answer",
    "text_caller",
    "transfer_contact",
    "work_dead_letter",
    "write_first",
]
