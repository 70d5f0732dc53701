"""Every change to action cards and planned events."""

from lineside.procedures.commands.cards import (
    attach_always,
    complete_step,
    note_scale,
    skip_step,
    take_card,
    take_off_card,
)

__all__ = ["attach_always", "complete_step", "note_scale", "skip_step", "take_card", "take_off_card"]
