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
from lineside.incidents.commands.holds import (
    hold_closing,
    note_attendance,
    note_crime,
    note_disruption,
    note_slot,
    release_hold,
)
from lineside.incidents.commands.ladder import CLOCK, acknowledge_rung, climb, reach_rung, settle_rung
from lineside.incidents.commands.log import add_log_entry, correct_log_entry
from lineside.incidents.commands.moving_in import (
    MovedLine,
    MovedLog,
    line_key,
    make_months,
    move_in_lines,
    move_in_logs,
    note_moved_crimes,
)
from lineside.incidents.commands.opening import mark_exercise, open_incident, relocate_incident, take_ownership
from lineside.incidents.commands.parties import list_party, note_party_left
from lineside.incidents.commands.passing import (
    OFFER_CLOCK,
    accept_incident,
    hand_over_logs,
    keep_incident,
    leave_desk,
    offer_incident,
    refuse_incident,
    tell_of_offer,
    tell_of_offers,
)
from lineside.incidents.commands.ties import link_incidents, mark_duplicate
from lineside.incidents.rules import Grading, Opening

__all__ = [
    "CLOCK",
    "OFFER_CLOCK",
    "Grading",
    "MovedLine",
    "MovedLog",
    "Opening",
    "accept_incident",
    "acknowledge_rung",
    "add_log_entry",
    "cancel_incident",
    "climb",
    "close_incident",
    "correct_log_entry",
    "defer_incident",
    "grade_incident",
    "hand_over_logs",
    "hold_closing",
    "keep_incident",
    "leave_desk",
    "line_key",
    "link_incidents",
    "list_party",
    "make_months",
    "mark_duplicate",
    "mark_exercise",
    "move_in_lines",
    "move_in_logs",
    "note_attendance",
    "note_crime",
    "note_disruption",
    "note_moved_crimes",
    "note_party_left",
    "note_slot",
    "offer_incident",
    "open_incident",
    "reach_rung",
    "refuse_incident",
    "reject_review",
    "release_hold",
    "relocate_incident",
    "reopen_incident",
    "requeue_due",
    "requeue_incident",
    "result_incident",
    "send_for_review",
    "settle_rung",
    "take_ownership",
    "tell_of_offer",
    "tell_of_offers",
]
