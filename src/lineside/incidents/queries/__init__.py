"""Every read of incidents; what an actor may not see is not there for them."""

from lineside.incidents.queries.codes import choices, crime_signs, in_words, needs_fresh_thrive, results_to_choose
from lineside.incidents.queries.finding import find_incidents
from lineside.incidents.queries.holds import held, held_list, held_page, holds, holds_page
from lineside.incidents.queries.lines import LogLine, line_numbered, log, log_page
from lineside.incidents.queries.rows import (
    MOST_ON_BOARD,
    IncidentRow,
    as_row,
    board,
    by_reference,
    by_serial_or_reference,
    by_today_serial,
    incident,
    incident_row,
    page,
    sees,
    visible_to,
)
from lineside.incidents.queries.sameness import PossibleDuplicate, open_near, possible_duplicates
from lineside.incidents.rules import CrimeSign

__all__ = [
    "MOST_ON_BOARD",
    "CrimeSign",
    "IncidentRow",
    "LogLine",
    "PossibleDuplicate",
    "as_row",
    "board",
    "by_reference",
    "by_serial_or_reference",
    "by_today_serial",
    "choices",
    "crime_signs",
    "find_incidents",
    "held",
    "held_list",
    "held_page",
    "holds",
    "holds_page",
    "in_words",
    "incident",
    "incident_row",
    "line_numbered",
    "log",
    "log_page",
    "needs_fresh_thrive",
    "open_near",
    "page",
    "possible_duplicates",
    "results_to_choose",
    "sees",
    "visible_to",
]
