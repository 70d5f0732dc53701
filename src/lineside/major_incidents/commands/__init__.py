"""Every change of a major incident."""

from lineside.major_incidents.commands.attaching import attach_to_major, decline_major, note_own_incident
from lineside.major_incidents.commands.cascade import answer_turn, pass_turn_on, pass_turns_on, ring_turn
from lineside.major_incidents.commands.decisions import record_major_decision
from lineside.major_incidents.commands.declaring import (
    declare_major,
    stand_major_down,
    switch_attach_mode_off,
    switch_attach_mode_on,
)
from lineside.major_incidents.commands.tote import (
    count_on_tote,
    end_major_task,
    give_major_task,
    tell_of_task,
    tell_of_tasks,
)
from lineside.major_incidents.rules import AttachMode, JointDecision

__all__ = [
    "AttachMode",
    "JointDecision",
    "answer_turn",
    "attach_to_major",
    "count_on_tote",
    "declare_major",
    "decline_major",
    "end_major_task",
    "give_major_task",
    "note_own_incident",
    "pass_turn_on",
    "pass_turns_on",
    "record_major_decision",
    "ring_turn",
    "stand_major_down",
    "switch_attach_mode_off",
    "switch_attach_mode_on",
    "tell_of_task",
    "tell_of_tasks",
]
