"""Rules of incidents: codes in force, grading, states, closing, duplicates. No database here."""

from lineside.incidents.rules.closing import (
    Closing,
    check_cancelling,
    check_closing,
    check_result,
    check_second_person,
)
from lineside.incidents.rules.codes import (
    DATA,
    Grade,
    grades,
    nsir_categories,
    nsir_qualifiers,
    opening_codes,
    result_codes,
)
from lineside.incidents.rules.grading import Grading, check_grading, deadline
from lineside.incidents.rules.opening import Opening, check_event_time, check_opening, check_place, check_text
from lineside.incidents.rules.sameness import Sighting, metres_between, why_the_same
from lineside.incidents.rules.states import ENDED, state_after

__all__ = [
    "DATA",
    "ENDED",
    "Closing",
    "Grade",
    "Grading",
    "Opening",
    "Sighting",
    "check_cancelling",
    "check_closing",
    "check_event_time",
    "check_grading",
    "check_opening",
    "check_place",
    "check_result",
    "check_second_person",
    "check_text",
    "deadline",
    "grades",
    "metres_between",
    "nsir_categories",
    "nsir_qualifiers",
    "opening_codes",
    "result_codes",
    "state_after",
    "why_the_same",
]
