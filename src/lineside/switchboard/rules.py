"""What the switch is told: whom to ring and for how long, to ask again, or to ring everybody; and who may listen in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

EMERGENCY = "999"  # how the codes of emergency lines begin
DATA = Path(__file__).parent / "data"
RING, WAIT, EVERYBODY, OFFER, KEPT, TEXTED = "ring", "wait", "everybody", "offer", "kept", "texted"
YES = "1"  # the key by which a caller asks to be rung back
BY_TEXT = "2"  # and by which they ask for the address of the public form as a text
MOBILE = re.compile(r"\+447[1-57-9]\d{8}")  # 070 are personal numbers, 076 pagers
READS_FOR = 6  # seconds in which a key is waited for
# How the switch says that nobody picked up (Asterisk's DIALSTATUS), and what that is to us.
UNANSWERED = {"NOANSWER": "no_answer", "BUSY": "busy", "CHANUNAVAIL": "unreachable", "CONGESTION": "unreachable"}
OUTCOMES = {"no_answer": "no answer", "busy": "busy", "unreachable": "telephone cannot be reached"}
RESTS = timedelta(seconds=60)  # who did not pick up is not rung for the same call meanwhile, where there are others


@dataclass(frozen=True, slots=True)
class Said:
    """What the switch is told; `seconds` is how long one rings, or after how long it asks again."""

    word: str
    telephone: str = ""
    seconds: int = 0

    def __str__(self) -> str:
        return f"{self.word},{self.telephone},{self.seconds}"


def said_in(text: str) -> Said:
    """The same again from its text, which is how the switch hears it."""
    word, telephone, seconds = text.split(",")
    return Said(word, telephone, int(seconds))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a queue of calls is rung, of the edition in force."""

    ring: timedelta
    wait: timedelta
    everybody: timedelta
    graver: timedelta


AT_ONCE = Plan(timedelta(), timedelta(), timedelta(), timedelta())  # a queue that no edition knows


@lru_cache(maxsize=256)
def plan_of(queue: str, on: date) -> Plan:
    row = in_force(DATA / "ringing", on).by_code.get(queue)
    if row is None:
        return AT_ONCE
    return Plan(*(timedelta(seconds=int(row.get(name, 0))) for name in ("ring_s", "wait_s", "everybody_s", "graver_s")))


def is_for_everybody(plan: Plan, waited: timedelta, *, is_anybody_there: bool) -> bool:
    """A call that was not answered for so long, or for which nobody sits there, rings at every telephone."""
    return not is_anybody_there or waited >= plan.everybody


def when_nobody_is_free(plan: Plan) -> Said:
    return Said(WAIT, seconds=int(plan.wait.total_seconds())) if plan.wait else Said(EVERYBODY)


def outcome_of(how: str) -> str:
    """What became of a telephone that was rung, when the switch asks again."""
    return UNANSWERED.get(how.strip().upper(), "no_answer")


# What became of a call out, as an attempt to ring back; what is not here was none.
ATTEMPTS = {
    "answered": "spoke",
    "no_answer": "no_answer",
    "busy": "engaged",
    "voicemail": "voicemail",
    "refused": "out_of_service",
}
NUMBER = re.compile(r"\+?\d{7,15}")


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """When callers of a queue are offered to be rung back, and how often that is tried."""

    after: timedelta
    most_risk: int
    attempts: int
    again: timedelta
    edition: str
    text_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What is known of a caller who waits."""

    line: str
    number: str
    risk: int
    waited: timedelta
    is_silent: bool
    through_relay: bool


def offer_plan(queue: str, on: date) -> OfferPlan | None:
    edition = in_force(DATA / "offers", on)
    row = edition.by_code.get(queue)
    if row is None:
        return None
    after, again = timedelta(seconds=int(row["after_s"])), timedelta(minutes=int(row["again_minutes"]))
    text_back = str(row.get("text_back", ""))
    return OfferPlan(after, int(row["most_risk"]), int(row["attempts"]), again, edition.edition, text_back)


def may_be_offered(plan: OfferPlan | None, caller: Caller) -> bool:
    """Whatever an edition says: never to an emergency line, where nobody speaks, or where the number is not theirs."""
    if plan is None or caller.line.startswith(EMERGENCY) or caller.is_silent or caller.through_relay:
        return False
    is_number = NUMBER.fullmatch(caller.number) is not None
    return is_number and caller.risk <= plan.most_risk and caller.waited >= plan.after


def rest_after(plan: OfferPlan, attempts: int, *, reached: bool) -> timedelta | None:
    """How long until they are rung again; none when they were reached or it was tried often enough."""
    return None if reached or attempts >= plan.attempts else plan.again


# A supervisor listens, whispers or barges; whoever is listened to is shown it (ADR 0023).
ASKED, DIALLING, UP, UNSURE, ENDING, ENDED = "asked", "dialling", "up", "unsure", "ending", "ended"
MODES = {
    "listen": "listens to the call",
    "whisper": "listens to the call, and may speak to its handler alone",
    "barge": "is on the call and may speak to both",
}
LISTENING = {
    ASKED: "is about to be on the call",
    DIALLING: "is being rung to be on the call",
    UNSURE: "may be on the call: the line to the switch is lost",
    ENDING: "is being taken off the call",
}
BECAME = {
    "listened": "was on the call",
    "not_picked_up": "did not pick up",
    "nothing_to_hear": "found no call there any more",
    "given_up": "was not on the call: ended before it began",
    "not_dialled": "was not on the call: nothing was dialled",
    "unknown": "is off the call; until when they were on it is not known",
    "not_told": "may still be on the call: the switch tells nothing more",
}
NOT_TOLD = "not_told"
DIALLED_WITHIN = timedelta(seconds=30)  # later the call that was meant is another, or none
HEARD_OF_WITHIN = timedelta(minutes=3)
LONGEST_CALL = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """Who asks to be on whose call, as far as the rule needs it."""

    name: str  # of whom is listened to
    is_oneself: bool
    is_on_call: bool
    theirs: str
    own: str
    sits_at_own: str = ""  # who else sits at the telephone that is said to be one's own


def check_ears(ears: Ears) -> None:
    """Only a call that goes on is listened to, and only from a telephone at which nobody else sits."""
    if ears.is_oneself:
        raise RuleBroken("Nobody listens in on themselves.")
    if not ears.is_on_call:
        raise RuleBroken(f"{ears.name} is on no call now.")
    if not ears.theirs:
        raise RuleBroken(f"{ears.name} has given no telephone, so the switch cannot find the call.")
    if not ears.own:
        raise RuleBroken("Give the number of your own telephone, as 201; it rings first.", "telephone")
    if ears.own == ears.theirs:
        raise RuleBroken(f"That is the telephone of {ears.name}; give your own.", "telephone")
    if ears.sits_at_own:
        raise RuleBroken(f"{ears.sits_at_own} sits at that telephone; give your own.", "telephone")


def check_mode(mode: str) -> str:
    if mode not in MODES:
        raise RuleBroken("Choose whether you listen, whisper or are on the call.", "mode")
    return mode


def check_why(why: str) -> str:
    if not why.strip():
        raise RuleBroken("Say why you listen in; it goes on record.", "why")
    return why.strip()[:500]


def goes_on(was: str, state: str, outcome: str = "") -> bool:
    """Whether it is news: what is over stays so, and what is to end does nothing else; what was unsure may be on.

    Only of what the clock ended because nobody told of it, the end is news whenever it is told.
    """
    if state == ENDED:
        return was != ENDED or outcome == NOT_TOLD
    if was == state:
        return False
    return {DIALLING: state in (UP, UNSURE), UP: state == UNSURE, UNSURE: state in (DIALLING, UP)}.get(was, False)


def became(outcome: str, *, was_up: bool) -> str:
    """What is kept of it: whoever was heard to be on the call was, unless it is not known until when."""
    return outcome or "unknown" if outcome in ("unknown", NOT_TOLD) or not was_up else "listened"


# A call that is passed on rings at another telephone; its contact follows once it is picked up there.
MOVING = "moving"
MOVES = {
    ASKED: "The call is about to ring at {to}, telephone {to_telephone}.",
    MOVING: "The call rings at {to}, telephone {to_telephone}.",
    UNSURE: "The line to the switch is lost: the call may ring at {to}, or be with them.",
}
MOVED = {
    "moved": "{to} picked up and has the call.",
    "came_back": "{to} did not pick up; {was} has the caller again.",
    "rings_everywhere": "Neither {to} nor {was} picked up; the call rings at every telephone.",
    "hung_up": "The caller hung up before {to} picked up.",
    "refused": "The switch did not move the call; {was} has it as before.",
    "not_asked": "The switch was asked nothing; {was} has the call as before.",
    "stayed": "{was} has the call; whether it rang at {to} is not known.",
    "unknown": "It is not known who has the call: ask {to}. The contact stays with {was}.",
}
IN_SIGHT = timedelta(minutes=5)  # for which a desk shows what became of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A call that is to be passed on, as far as the rule needs it."""

    to: str
    is_up: bool
    channel: str
    to_telephone: str


def check_passing(passing: Passing) -> None:
    if not passing.is_up or not passing.channel:
        raise RuleBroken("The switch has named no call here that is up; pass the contact alone.", "call")
    if not passing.to_telephone:
        raise RuleBroken(
            f"{passing.to} has given no telephone, so no call can ring there; choose somebody else,"
            " or pass the contact alone.",
            "to",
        )


def move_goes_on(was: str, state: str, says: str, said: str) -> bool:
    """Whether it is news of a call that is passed on: what is over stays so; the words may change while it rings."""
    if was in (ENDED, ASKED):
        return state == ENDED and was != ENDED
    return state in (MOVING, UNSURE, ENDED) and (state, says) != (was, said)
