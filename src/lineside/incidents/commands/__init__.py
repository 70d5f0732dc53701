"""Every change to incidents."""

from lineside.incidents.commands.closing import (
    cancel_incident,
    close_incident,
    reject_review,
    reopen_incident,
    result_incident,
    send_for_review,
)
from lineside.incidents.commands.deferring import defer_incident, requeue_due, requeue_incident
from lineside.incidents.commands.grading import grade_incident
from lineside.incidents.commands.holds import hold_closing, note_attendance, note_crime, release_hold
from lineside.incidents.commands.log import add_log_entry, correct_log_entry
from lineside.incidents.commands.opening import open_incident, relocate_incident, take_ownership
from lineside.incidents.commands.ties import link_incidents, mark_duplicate
from lineside.incidents.rules import Grading, Opening

__all__ = [
    "Grading",
    "Opening",
    "add_log_entry",
    "cancel_incident",
    "close_incident",
    "correct_log_entry",
    "defer_incident",
    "grade_incident",
    "hold_closing",
    "link_incidents",
    "mark_duplicate",
    "note_attendance",
    "note_crime",
    "open_incident",
    "reject_review",
    "release_hold",
    "relocate_incident",
    "reopen_incident",
    "requeue_due",
    "requeue_incident",
    "result_incident",
    "send_for_review",
    "take_ownership",
]
