"""Every change of a victim's care."""

from lineside.victims.commands.caring import (
    agree_plan,
    assess_needs,
    keep_duty,
    name_who_stands,
    offer_statement,
    record_choice,
    refer_to_support,
)
from lineside.victims.commands.complaining import answer_complaint, take_complaint
from lineside.victims.commands.hearing import hear_cancelled, hear_outcome, hear_transferred
from lineside.victims.commands.opening import add_victim, classify_anew, correct_victim, open_care, record_step
from lineside.victims.commands.watching import record_missed
from lineside.victims.commands.writing import note_delivery, send_letter, write_letter
from lineside.victims.rules import Added, Asked, Needs, Plan, Referral, StandFacts

__all__ = [
    "Added",
    "Asked",
    "Needs",
    "Plan",
    "Referral",
    "StandFacts",
    "add_victim",
    "agree_plan",
    "answer_complaint",
    "assess_needs",
    "classify_anew",
    "correct_victim",
    "hear_cancelled",
    "hear_outcome",
    "hear_transferred",
    "keep_duty",
    "name_who_stands",
    "note_delivery",
    "offer_statement",
    "open_care",
    "record_choice",
    "record_missed",
    "record_step",
    "refer_to_support",
    "send_letter",
    "take_complaint",
    "write_letter",
]
