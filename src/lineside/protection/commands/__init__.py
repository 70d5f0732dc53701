"""Every change to protections and fatalities."""

from lineside.protection.commands.asking import confirm_protection, request_protection, withdraw_protection
from lineside.protection.commands.clearing import record_person, record_told, record_word
from lineside.protection.commands.fatalities import (
    classify_fatality,
    confirm_fatality,
    hand_back,
    record_driver_account,
)
from lineside.protection.commands.restoring import ask_restore, keep_protection, record_restored
from lineside.protection.commands.risking import accept_risk, ask_to_accept_risk, decline_risk
from lineside.protection.rules import Given, RequestFacts

__all__ = [
    "Given",
    "RequestFacts",
    "accept_risk",
    "ask_restore",
    "ask_to_accept_risk",
    "classify_fatality",
    "confirm_fatality",
    "confirm_protection",
    "decline_risk",
    "hand_back",
    "keep_protection",
    "record_driver_account",
    "record_person",
    "record_restored",
    "record_told",
    "record_word",
    "request_protection",
    "withdraw_protection",
]
