"""Every change to crimes."""

from lineside.crimes.commands.deciding import decide_no_crime
from lineside.crimes.commands.finalising import cancel_crime, flag_crime, give_outcome
from lineside.crimes.commands.moving_in import MovedCrime, move_in_crimes
from lineside.crimes.commands.recording import reclassify_crime, record_crime
from lineside.crimes.commands.telling import await_telling, settle_telling, unsettle_telling
from lineside.crimes.commands.transferring import record_force_answer, send_crime
from lineside.crimes.rules import Choice, Item, Party, Report
from lineside.crimes.rules.cancelling import Cancelling
from lineside.crimes.rules.changing import Change
from lineside.crimes.rules.outcomes import Claim
from lineside.crimes.rules.telling import LEAVING, OUTCOME

__all__ = [
    "LEAVING",
    "OUTCOME",
    "Cancelling",
    "Change",
    "Choice",
    "Claim",
    "Item",
    "MovedCrime",
    "Party",
    "Report",
    "await_telling",
    "cancel_crime",
    "decide_no_crime",
    "flag_crime",
    "give_outcome",
    "move_in_crimes",
    "reclassify_crime",
    "record_crime",
    "record_force_answer",
    "send_crime",
    "settle_telling",
    "unsettle_telling",
]
