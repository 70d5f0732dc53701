"""Every change to incidents."""

from lineside.incidents.commands.closing import (
    cancel_incident,
    close_incident,
    hold_closing,
    link_incidents,
    mark_duplicate,
    note_attendance,
    release_hold,
    reopen_incident,
    result_incident,
)
from lineside.incidents.commands.grading import grade_incident
from lineside.incidents.commands.log import add_log_entry, correct_log_entry
from lineside.incidents.commands.opening import open_incident, relocate_incident, take_ownership
from lineside.incidents.rules import Grading, Opening

__all__ = [
    "Grading",
    "Opening",
    "add_log_entry",
    "cancel_incident",
    "close_incident",
    "correct_log_entry",
    "grade_incident",
    "hold_closing",
    "link_incidents",
    "mark_duplicate",
    "note_attendance",
    "open_incident",
    "release_hold",
    "relocate_incident",
    "reopen_incident",
    "result_incident",
    "take_ownership",
]
