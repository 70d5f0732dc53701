"""Every change to action cards and planned events."""

from lineside.procedures.commands.cards import (
    attach_always,
    complete_step,
    note_scale,
    skip_step,
    take_card,
    take_off_card,
)
from lineside.procedures.commands.events import (
    add_log_to_event,
    change_event,
    end_event,
    inherit_events,
    name_unit_for_event,
    plan_event,
    recount_events,
    release_unit_from_event,
    take_log_off_event,
)
from lineside.procedures.rules import EventPlan

__all__ = [
    "EventPlan",
    "add_log_to_event",
    "attach_always",
    "change_event",
    "complete_step",
    "end_event",
    "inherit_events",
    "name_unit_for_event",
    "note_scale",
    "plan_event",
    "recount_events",
    "release_unit_from_event",
    "skip_step",
    "take_card",
    "take_log_off_event",
    "take_off_card",
]
