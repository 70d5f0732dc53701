"""Every read of transfers and of the directory."""

from lineside.partners.queries.directory import (
    AgencyRow,
    agencies_for,
    directory,
    forces_for,
    outcome_choices,
    sender_of_warnings,
)
from lineside.partners.queries.formats import FORMATS, Outgoing, as_json, as_xml, outgoing
from lineside.partners.queries.rows import (
    MessageRow,
    TransferRow,
    due_to_ring,
    has_due_message,
    message_row,
    of_contact,
    of_log,
    page,
    row,
    to_ring,
    transfer,
    transfer_of_message,
)
from lineside.partners.rules import STATES

__all__ = [
    "FORMATS",
    "STATES",
    "AgencyRow",
    "MessageRow",
    "Outgoing",
    "TransferRow",
    "agencies_for",
    "as_json",
    "as_xml",
    "directory",
    "due_to_ring",
    "forces_for",
    "has_due_message",
    "message_row",
    "of_contact",
    "of_log",
    "outcome_choices",
    "outgoing",
    "page",
    "row",
    "sender_of_warnings",
    "to_ring",
    "transfer",
    "transfer_of_message",
]
