"""Every change of disruption."""

from lineside.disruption.commands.levels import WATCHER, decide_disruption, propose_disruption
from lineside.disruption.commands.stranded import (
    Stranding,
    amend_stranded_train,
    end_stranded_train,
    note_moving,
    reach_all_due,
    reach_threshold,
    record_stranded_train,
)

__all__ = [
    "WATCHER",
    "Stranding",
    "amend_stranded_train",
    "decide_disruption",
    "end_stranded_train",
    "note_moving",
    "propose_disruption",
    "reach_all_due",
    "reach_threshold",
    "record_stranded_train",
]
