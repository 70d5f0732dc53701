"""How the command line of a log is read."""

from lineside.desks.rules.bytes import readable
from lineside.desks.rules.calls import rings_at_control
from lineside.desks.rules.line import Line, read_line
from lineside.desks.rules.line_verbs import LEVELS, LINE_NAMES, LINE_VERBS
from lineside.desks.rules.numbers import whole_number
from lineside.desks.rules.offered import Verb
from lineside.desks.rules.orders import moment_to_come, read_plan
from lineside.desks.rules.times import Typed, past, take_time, to_come
from lineside.desks.rules.verbs import MISSING, NOT_YET, VERBS, Missing

__all__ = [
    "LEVELS",
    "LINE_NAMES",
    "LINE_VERBS",
    "MISSING",
    "NOT_YET",
    "VERBS",
    "Line",
    "Missing",
    "Typed",
    "Verb",
    "moment_to_come",
    "past",
    "read_line",
    "read_plan",
    "readable",
    "rings_at_control",
    "take_time",
    "to_come",
    "whole_number",
]
