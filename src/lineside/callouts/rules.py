"""How a call out goes, what became of it, and when it is not placed."""

import re
from datetime import timedelta

from lineside.kernel.errors import RuleBroken

QUEUED, DIALLING, RINGING, UP, UNSURE, ENDED = "queued", "dialling", "ringing", "up", "unsure", "ended"
ORDER = (QUEUED, DIALLING, RINGING, UP)
OPEN = (*ORDER, UNSURE)
OUTCOMES = {
    "answered": "answered",
    "no_answer": "no answer",
    "busy": "busy",
    "voicemail": "voicemail",
    "refused": "refused or cannot be reached",
    "given_up": "hung up before anybody answered",
    "not_dialled": "not dialled",
    "unknown": "not known what became of it",
}
STATES = {
    QUEUED: "about to be dialled",
    DIALLING: "your telephone rings first",
    RINGING: "ringing",
    UP: "speaking",
    UNSURE: "the line to the switch is lost; it is not known how this call goes on",
    ENDED: "over",
}
# A call that is dialled long after it was asked for rings somebody whom nobody wants to speak to any more.
DIALLED_WITHIN = timedelta(seconds=30)
HEARD_OF_WITHIN = timedelta(minutes=3)
LONGEST_CALL = timedelta(hours=4)
REACHED = "answered"
NUMBER, TELEPHONE = re.compile(r"\+?[0-9]{3,15}"), re.compile(r"[0-9A-Za-z_-]{1,20}")


def check_number(number: str) -> str:
    """The number as it is dialled: digits alone, for they go to a switch."""
    # People write +44 (0)7700 900123: the 0 is only dialled inside the country.
    digits = re.sub(r"^(\+44|0044)0", r"\1", re.sub(r"[\s().-]", "", number))
    if not NUMBER.fullmatch(digits) or not digits.isascii():
        raise RuleBroken("That is no number that can be dialled: 3 to 15 digits, with + before them or not.", "number")
    return digits


def check_telephone(telephone: str) -> str:
    if not TELEPHONE.fullmatch(telephone.strip()):
        raise RuleBroken("Give the number of your own telephone, as 201; it rings first.", "telephone")
    return telephone.strip()


def follows(was: str, state: str) -> bool:
    """Whether it is news: what is over stays so, and a call goes forward; what was unsure may be anything again."""
    if was in (ENDED, state):
        return False
    return state in (UNSURE, ENDED) or was == UNSURE or ORDER.index(state) > ORDER.index(was)


def said_in_log(number: str, outcome: str, says: str, reference: str) -> str:
    return f"Call out to {number} ({reference}): {OUTCOMES[outcome]}{f'. {says}' if says else ''}"
