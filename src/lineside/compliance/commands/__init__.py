"""Every change about compliance."""

from lineside.compliance.commands.findings import dismiss_finding, explain_finding, put_right
from lineside.compliance.commands.samples import decide_sample, draw_samples, review_sample
from lineside.compliance.commands.sweeping import begin_sweep, judge, recount, sweep_next

__all__ = [
    "begin_sweep",
    "decide_sample",
    "dismiss_finding",
    "draw_samples",
    "explain_finding",
    "judge",
    "put_right",
    "recount",
    "review_sample",
    "sweep_next",
]
